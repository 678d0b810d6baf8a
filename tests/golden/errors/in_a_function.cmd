$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'L'
-- line 1
local function f() return corpus.reviews:count("aera") end
f()
L
$HEDDLE run t.lua
