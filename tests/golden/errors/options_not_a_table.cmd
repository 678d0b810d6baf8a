$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'L'
-- line 1
corpus.reviews:crosstab("theme", "area")
L
$HEDDLE run t.lua
