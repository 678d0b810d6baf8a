$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'L'
-- line 1
corpus.reviews:crosstab { rows = { "age", bin = { 1 } }, cols = "theme" }
L
$HEDDLE run t.lua
