# More than two groups: each against all other reviews; with ref each against that one.
$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'E'
local t = corpus.reviews:compare{ by = "outcome", depth = 1, order = "count", top = 3, test = "fisher" }
print(t)
print(t:value("hidden-adults", "death: difference"), t:value("hidden-adults", "serious-harm: odds ratio"))
print(t:render("csv"))
print(corpus.reviews:compare{ by = "outcome", ref = "serious-harm", depth = 1, top = 3 })
print(corpus.reviews:compare{ by = "area", ref = "Stockton-on-Tees", depth = 1, top = 3 })
E
$HEDDLE run t.lua
