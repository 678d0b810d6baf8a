$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'L'
-- line 1
corpus.reviews:where { age = { form = 1 } }
L
$HEDDLE run t.lua
