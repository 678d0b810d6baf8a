# The share of nothing is no number: nil in Lua, - in print, and no division by zero.
$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
echo '{"theme": {"code": "unused", "label": "Unused"}}' >more.jsonl
$HEDDLE import more.jsonl >/dev/null
cat >t.lua <<'T'
local t = corpus.reviews:crosstab { rows = "theme", cols = "theme", percent = "row" }
print(t:n("unused"), t:percent("unused", "voice"), t:percent("voice", "unused"))
print(t:render("csv"):match("\n(Unused[^\n]*)"))
print(corpus.reviews:with("unused"):themes { depth = 1, show = "percent" })
T
$HEDDLE run t.lua
