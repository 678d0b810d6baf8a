$HEDDLE import $ROOT/data/sample >/dev/null
echo 'print(heddle.param("since", { type = "date" }))' >t.lua
$HEDDLE run t.lua --param since=2024-13
