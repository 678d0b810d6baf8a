$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
cat >t.lua <<'E'
local t = corpus.reviews:crosstab { rows = "theme", cols = "died", digits = 1 }
for _, f in ipairs { "markdown", "csv", "json" } do print(t:render(f)) end
for _, f in ipairs { "markdown", "csv", "json" } do print(corpus.reviews:themes { mentions = true }:render(f)) end
E
$HEDDLE run t.lua
