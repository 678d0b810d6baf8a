$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'L'
-- line 1
local t = nil; print(t.x)
L
$HEDDLE run t.lua
