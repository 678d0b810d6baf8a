$HEDDLE import $ROOT/data/sample >/dev/null && $HEDDLE run $ROOT/scripts/completeness.lua
