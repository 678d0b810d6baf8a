$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'L'
-- line 1
corpus.reviews:crosstab { rows = "theme", cols = "area", base = "codes" }
L
$HEDDLE run t.lua
