$HEDDLE run t.lua --time soon
