$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'L'
-- line 1
local r = { age = 2 } corpus.reviews:where(r.age < 3)
L
$HEDDLE run t.lua
