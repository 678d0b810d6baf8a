$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'L'
-- line 1
corpus.reviews:crosstab { rows = { "area", period = "month" }, cols = "theme" }
L
$HEDDLE run t.lua
