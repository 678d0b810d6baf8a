$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'L'
-- line 1
corpus.reviews:where { aera = "Hartlepool" }
L
$HEDDLE run t.lua
