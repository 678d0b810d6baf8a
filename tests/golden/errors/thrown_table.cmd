$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'L'
-- line 1
error({ code = 1 })
L
$HEDDLE run t.lua
