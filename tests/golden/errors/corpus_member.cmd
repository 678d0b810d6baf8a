$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'L'
-- line 1
print(corpus.review)
L
$HEDDLE run t.lua
