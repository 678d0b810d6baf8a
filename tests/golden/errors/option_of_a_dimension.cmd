# Options that stand in the wrong place, and where they belong.
$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'T'
local r = corpus.reviews
local function try(f, ...) print(select(2, pcall(f, r, ...))) end
try(r.count, "age", { bins = { 3, 11 } })
try(r.count, "notified", { period = "quarter" })
try(r.crosstab, { rows = "area", cols = "age", within = "area" })
try(r.quotes, { theme = "hidden-adults" })
try(r.matrix, { bins = { 1 } })
try(r.crosstab, { rows = "theme", cols = "area", theme = "x", perod = "x" })
T
$HEDDLE run t.lua
