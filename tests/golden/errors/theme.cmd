$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'L'
-- line 1
print(#corpus.reviews:with("hiden-adults"))
L
$HEDDLE run t.lua
