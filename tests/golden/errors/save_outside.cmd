$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'L'
-- line 1
corpus.reviews:count("area"):save("../a.csv")
L
$HEDDLE run t.lua
