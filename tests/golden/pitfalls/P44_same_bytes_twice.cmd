# Same store, same script, same parameters: the same bytes in every format.
$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
cat >t.lua <<'T'
local t = corpus.reviews:crosstab { rows = "theme", cols = "died" }
for _, ending in ipairs { "txt", "md", "csv", "json" } do t:save("t." .. ending) end
T
$HEDDLE run t.lua --out one && $HEDDLE run t.lua --out two
for ending in txt md csv json; do cmp one/t.$ending two/t.$ending && echo "$ending same"; done
