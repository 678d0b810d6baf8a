$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'L'
local t = corpus.reviews:crosstab{ rows = { "age", bins = { 1, 3, 6, 11, 16 } }, cols = "area" }
print(t)
print(t:n("1 to 2", "Hartlepool"), t:n("16 and over"), #t:set("under 1"))
print(corpus.children:count({ "age", bins = { 0.5, 4 } }, { missing = "drop" }))
print(corpus.findings:crosstab{ rows = "kind", cols = { "age", bins = { 10 } }, show = "n" })
L
$HEDDLE run t.lua
