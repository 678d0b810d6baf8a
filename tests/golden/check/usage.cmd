"$HEDDLE" check; echo $?
"$HEDDLE" check --rounding up x.md; echo $?
"$HEDDLE" check --format jsn x.md; echo $?
"$HEDDLE" check --stroe x.db x.md; echo $?
"$HEDDLE" check --store missing.db "$ROOT/tests/golden/check/panel.md"; echo $?
