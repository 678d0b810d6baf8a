# Every kind of block as text, twice with the same bytes.
"$HEDDLE" import "$ROOT/data/sample" >/dev/null
cp "$ROOT/tests/golden/report/one.lua" .
echo 'local r = require "one" r:save("one.txt") heddle.save("rendered", r:render("text"))' >s.lua
"$HEDDLE" run s.lua --out a && "$HEDDLE" run s.lua --out b && cmp a/one.* b/one.* && cmp a/one.* a/rendered
cat a/one.*
