$HEDDLE run nothere.lua
