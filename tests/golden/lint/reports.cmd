# Calls of the methods of reports: what a run would say, without running it.
"$HEDDLE" import --store heddle.db "$ROOT/data/sample" >/dev/null
cp "$ROOT/tests/golden/lint/reports.lua" "$ROOT/tests/golden/report/one.lua" .
"$HEDDLE" lint one.lua && echo fine
mkdir empty && cp one.lua empty && (cd empty && "$HEDDLE" lint one.lua 2>&1)
"$HEDDLE" lint reports.lua
