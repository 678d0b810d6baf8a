# On a terminal the table is cut to fit; passages that have no room beside each other stand below each other.
$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'L'
print(corpus.reviews:compare { by = "outcome", depth = 1, top = 1, quotes = 1 })
print(corpus.reviews:quotes { cols = "area", under = "out-of-hours" })
L
script -qec "stty cols 60; $HEDDLE run t.lua" /dev/null </dev/null | tr -d '\r'
