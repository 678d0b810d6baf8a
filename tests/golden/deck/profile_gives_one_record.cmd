printf 'return function() return { source = { id = "a" } } end\n' >one.lua
printf 'x\n' >deck.txt
$HEDDLE convert --profile one.lua deck.txt; echo "code $?"
printf 'return function() return {} end\n' >none.lua
$HEDDLE convert --profile none.lua deck.txt; echo "code $?"
