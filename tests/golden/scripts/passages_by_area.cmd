$HEDDLE import $ROOT/data/sample >/dev/null && $HEDDLE run $ROOT/scripts/passages_by_area.lua
