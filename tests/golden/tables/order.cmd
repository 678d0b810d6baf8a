# top, sort and transpose: rows are cut and named, never cases; equal counts go by the codebook.
$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
cat >t.lua <<'L'
local R = corpus.reviews
print(R:themes { top = 3 })
print(R:themes { top = 7, digits = 1 })
print(R:crosstab { rows = "theme", cols = "died", top = 4, show = "n" })
print(R:crosstab { rows = "theme", cols = "died", sort = "Yes", show = "n" })
print(R:crosstab { rows = "theme", cols = "died", sort = "No", top = 4, show = "n" })
print(R:crosstab { rows = "theme", cols = "died", sort = "label", top = 2, show = "n" })
print(R:crosstab { rows = "theme", cols = "died", order = "codebook", top = 2, show = "n" })
print(R:crosstab { rows = "theme", cols = "died", sort = "count", show = "n" })
local nested = R:crosstab { rows = "died > theme", cols = "died + review", sort = { review = "KDJ" }, top = 2, show = "n" }
print(nested)
print(nested:n { "Yes", "voice" })
print(R:count("died > theme", { top = 1 }))
local a = R:crosstab { rows = "theme", cols = "died", transpose = true, under = "voice" }
local b = R:crosstab { rows = "died", cols = "theme", under = "voice" }
print(a)
print(tostring(a) == tostring(b), a:percent("No", "voice"), a:n("Yes"))
local function try(o)
  o.rows, o.cols = "theme", "died"
  print(select(2, pcall(R.crosstab, R, o)))
end
try { sort = "Yess" }
try { sort = print }
try { sort = {} }
try { sort = "Yes", order = "count" }
try { sort = "label", order = "label" }
try { show = { "percent", "percent" } }
try { top = 0 }
try { top = 1.5 }
try { transpose = "yes" }
L
$HEDDLE run t.lua
