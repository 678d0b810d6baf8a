# Two percentages a cell, n/N and Wilson's interval, in every format.
$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
cat >t.lua <<'L'
local R = corpus.reviews
local t = R:crosstab { rows = "theme", cols = "died", percent = { "row", "col" }, show = { "n", "percent" }, digits = 1 }
for _, format in ipairs { "text", "markdown", "csv", "json" } do print(t:render(format)) end
print(t:percent("voice", "No"))
local cell = t:cell("voice", "No")
print(cell.n, cell.N, cell.percent, cell.percents.row, cell.percents.col, cell.ci[1], cell.ci[2])
t = R:crosstab { rows = "died > theme", cols = "died", show = { "n/N", "ci" }, under = "voice" }
for _, format in ipairs { "text", "markdown", "csv", "json" } do print(t:render(format)) end
print(R:themes { show = { "n", "percent", "n/N", "ci" }, digits = 1 })
print(R:count("died", { show = "ci" }):render("csv"))
print(R:crosstab { rows = "died", cols = "theme", percent = { "table", "row", "col" }, show = { "percent", "n/N", "ci" }, under = "voice" })
print((R - R):themes { show = { "n", "ci" } })
local function try(o) print(select(2, pcall(R.crosstab, R, o))) end
try { rows = "theme", cols = "died", percent = { "row", "row" } }
try { rows = "theme", cols = "died", percent = { "row", "none" } }
try { rows = "theme", cols = "died", percent = {} }
try { rows = "theme", cols = "died", percent = "column" }
try { rows = "theme", cols = "died", show = "c" }
try { rows = "theme", cols = "died", percent = "none", show = "ci" }
print(select(2, pcall(R.count, R, "died", { percent = { "col", "row" } })))
L
$HEDDLE run t.lua
