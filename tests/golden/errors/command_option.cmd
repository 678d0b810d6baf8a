$HEDDLE run t.lua --stroe x
