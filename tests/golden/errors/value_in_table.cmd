$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'L'
-- line 1
corpus.reviews:where { area = "Hartlepol" }
L
$HEDDLE run t.lua
