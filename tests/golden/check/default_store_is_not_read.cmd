printf "not a store" > heddle.db
printf "Neglect: 2/3 (67%%)\n" > d.md
"$HEDDLE" check d.md && HEDDLE_STORE=nowhere.db "$HEDDLE" check d.md
