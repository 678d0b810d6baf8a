$HEDDLE import $ROOT/data/sample >/dev/null && $HEDDLE run $ROOT/scripts/theme_by_area.lua --param since=2022-06
