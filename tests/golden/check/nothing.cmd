printf "No numbers here.\n" > d.md; : > empty.md
"$HEDDLE" check d.md empty.md
