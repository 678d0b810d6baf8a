$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'L'
local R = corpus.reviews
local function show(t) print(t:explain() .. "\n") end
show(R:crosstab { rows = "theme", cols = "area" })
show(R:where("scope = 'local'"):crosstab { rows = { "age", bins = { 3 } }, cols = "sex" })
show(R:crosstab { rows = "theme", cols = "theme", depth = 1 })
show(R:where("id = 'SYN-04'"):crosstab { rows = "theme", cols = "age_band" })
show(R:crosstab { rows = "theme", cols = "finding.kind" })
show(R:crosstab { rows = "theme", cols = "area", base = "mentions" })
show(corpus.children:count("age"))
print(R:themes():explain { machine = true }:match("on this machine with the kernels %l") ~= nil)
print(pcall(function() return R:themes():explain { machin = true } end))
L
$HEDDLE run t.lua
