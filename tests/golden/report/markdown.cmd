# Every kind of block as markdown, twice with the same bytes.
"$HEDDLE" import "$ROOT/data/sample" >/dev/null
cp "$ROOT/tests/golden/report/one.lua" .
echo 'local r = require "one" r:save("one.md") heddle.save("rendered", r:render("markdown"))' >s.lua
"$HEDDLE" run s.lua --out a && "$HEDDLE" run s.lua --out b && cmp a/one.* b/one.* && cmp a/one.* a/rendered
cat a/one.*
