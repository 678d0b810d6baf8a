$HEDDLE import $ROOT/data/sample >/dev/null && $HEDDLE run $ROOT/scripts/bins.lua
