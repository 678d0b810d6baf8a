$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'L'
-- line 1
print(corpsu)
L
$HEDDLE run t.lua
