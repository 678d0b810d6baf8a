$HEDDLE import $ROOT/data/sample >/dev/null && $HEDDLE run $ROOT/scripts/trend_by_year.lua
