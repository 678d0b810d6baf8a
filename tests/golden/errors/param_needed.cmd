$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'L'
-- line 1
print(heddle.param("since"))
L
$HEDDLE run t.lua
