$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'L'
local hartlepool = corpus.reviews:where{ area = "Hartlepool" }
print(hartlepool:trend{ rows = "theme", by = "notified", depth = 1 }:chart{ rows = { "hidden-adults", "Infant risks" } }:render("svg"))
print(corpus.reviews:themes{ show = { "n", "percent", "ci" }, depth = 1 }:chart{ top = 4 }:render("svg"))
print(corpus.reviews:compare{ by = "area", depth = 1 }:chart{ top = 4 }:render("svg"))
L
$HEDDLE run t.lua
