$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'E'
-- line 1
corpus.reviews:compare{ by = "area", ref = "Hartlepol" }
E
$HEDDLE run t.lua
