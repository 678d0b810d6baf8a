# Nestings of the peers' seven reviews in every format: theme within died, died within theme as columns.
$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
cat >t.lua <<'L'
local R = corpus.reviews
local t = R:crosstab { rows = "died > theme", cols = "died", show = { "n", "n/N" } }
for _, format in ipairs { "text", "markdown", "csv", "json" } do print(t:render(format)) end
print(R:crosstab { rows = "theme", cols = "died > review", percent = "none", show = "n" })
print(R:count("died > theme", { digits = 1, order = "count" }))
L
$HEDDLE run t.lua
