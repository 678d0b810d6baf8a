$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'L'
-- line 1
corpus.reviews:list()[1].area = "x"
L
$HEDDLE run t.lua
