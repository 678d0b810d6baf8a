$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'L'
-- line 1
error(nil)
L
$HEDDLE run t.lua
