# Cells of nestings and stacks by name: lists, texts, All in a list, dimensions as keys; what is behind them.
$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'L'
local t = corpus.reviews:crosstab { rows = "area > theme + outcome", cols = "scope + sex" }
print(t:n({ "Hartlepool", "hidden-adults" }, "local"), t:n("Hartlepool > hidden-adults", "local"),
  t:n({ area = "Hartlepool", theme = "hidden-adults" }, { scope = "local" }))
print(t:n("Hartlepool"), t:n { "Hartlepool" }, t:n { "Hartlepool", "All" }, t:n { area = "Hartlepool" })
print(t:n { "All", "hidden-adults" }, t:n { theme = "hidden-adults" }, t:n(), t:n("All"), t:n("Reviews (base)"))
print(t:n("death", "female"), t:percent("death", "female"), t:base("female"), t:base { sex = "female" }, t:base())
print(#t:set({ "Hartlepool", "hidden-adults" }, "female"), #t:evidence({ "Hartlepool", "hidden-adults" }, "female"))
local cell = t:cell({ "Hartlepool", "hidden-adults" }, "female")
print(cell.n, cell.N, cell.percent, #cell.set, #cell.evidence)
print(t:set({ "Hartlepool", "hidden-adults" }, "female"):explain():match("\n([^\n]+)"))
local path = { "Hartlepool", "hidden-adults" }
local before = t:n(path)
path[1] = "Stockton-on-Tees"
print(before, t:n(path))
print((t:explain()))
local u = corpus.reviews:crosstab { rows = "area + outcome", cols = "sex > area" }
for _, row in ipairs { "not recorded", { outcome = "not recorded" }, { area = "Hartlepol" }, { sex = "female" }, {}, { 1, x = 1 } ,
  "Hartlepool > death", "hidden-adults", { { 1 } }, { area = "Hartlepool", outcome = "death" }, { "a", "b", "c" }, "deth" } do
  print(pcall(u.n, u, row))
end
for _, column in ipairs { "Hartlepool", "female > Hartlepool", { "female", "Hartlepol" }, "female", { "All", "Hartlepool" } } do
  print(pcall(u.n, u, nil, column))
end
L
$HEDDLE run t.lua
