# Nothing here is wrong for certain.
"$HEDDLE" import --store heddle.db "$ROOT/data/sample" >/dev/null
cp "$ROOT/tests/golden/lint/right.lua" "$ROOT/tests/golden/lint/mine.lua" .
"$HEDDLE" lint right.lua && echo clean
