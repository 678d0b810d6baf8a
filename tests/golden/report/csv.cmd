# Every kind of block as csv, twice with the same bytes.
"$HEDDLE" import "$ROOT/data/sample" >/dev/null
cp "$ROOT/tests/golden/report/one.lua" .
echo 'local r = require "one" r:save("one.csv") heddle.save("rendered", r:render("csv"))' >s.lua
"$HEDDLE" run s.lua --out a && "$HEDDLE" run s.lua --out b && cmp a/one.* b/one.* && cmp a/one.* a/rendered
cat a/one.*
# A number below 0 stays a number; a text that a spreadsheet would take for a formula does not.
cat >s.lua <<'E'
local r = heddle.report { title = "=1+1" }
r:table(corpus.reviews:compare { by = "area", depth = 1, where = "outcome = 'death'" })
r:save "two.csv"
E
"$HEDDLE" run s.lua --out a && grep ',Difference,\|=1' a/two.csv
