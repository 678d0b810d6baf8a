# A table of n and n/N had the column "n" twice, and with two bases three times.
$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
cat >t.lua <<'E'
local t = corpus.reviews:crosstab { rows = "theme", cols = "died", show = { "n", "n/N" }, percent = { "col", "row" }, top = 2 }
print((t:render("csv"):gsub("\r", "")))
E
$HEDDLE run t.lua
