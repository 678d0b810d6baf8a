$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'L'
print(corpus.reviews:count("area"):chart():render("svg"))
print(corpus.reviews:crosstab{ rows = "theme", cols = "area", depth = 1 }:chart{ top = 3, title = "A <b> & c" }:render("svg"))
L
$HEDDLE run t.lua
