$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'L'
-- line 1
heddle.fail("12 figures differ")
L
$HEDDLE run t.lua
