$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
cat >t.lua <<'E'
local t = corpus.reviews:compare{ by = "died", test = "permutation", draws = 500, seed = 7, digits = 1, quotes = 1, top = 4, order = "count" }
for _, f in ipairs { "text", "markdown", "csv", "json" } do print(t:render(f)) end
t:save("died.csv")
E
$HEDDLE run t.lua && cat out/died.csv
