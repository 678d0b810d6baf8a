$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'L'
-- line 1
corpus.reviews:where(("age < 3 or "):rep(100000) .. "age < 3")
L
$HEDDLE run t.lua
