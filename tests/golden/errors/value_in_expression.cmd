$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'L'
-- line 1
corpus.reviews:where("sex = 'mael'")
L
$HEDDLE run t.lua
