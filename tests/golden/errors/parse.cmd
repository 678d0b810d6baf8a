echo 'print( 1' >t.lua
$HEDDLE run t.lua
