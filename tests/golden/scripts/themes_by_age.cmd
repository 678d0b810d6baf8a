$HEDDLE import $ROOT/data/sample >/dev/null && $HEDDLE run $ROOT/scripts/themes_by_age.lua
