$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'L'
-- line 1
corpus.reviews:crosstab { rows = { "age", bins = { 3, 1 } }, cols = "theme" }
L
$HEDDLE run t.lua
