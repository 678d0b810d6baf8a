# Everything that is wrong, in order, in the words of a run.
"$HEDDLE" import --store heddle.db "$ROOT/data/sample" >/dev/null
cp "$ROOT/tests/golden/lint/wrong.lua" .
"$HEDDLE" lint wrong.lua
