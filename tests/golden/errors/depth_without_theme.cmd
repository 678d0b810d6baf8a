$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'L'
-- line 1
corpus.reviews:count("area", { depth = 1 })
L
$HEDDLE run t.lua
