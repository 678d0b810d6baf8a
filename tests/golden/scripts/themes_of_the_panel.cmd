$HEDDLE import $ROOT/data/sample >/dev/null && $HEDDLE import $ROOT/data/crosswalks >/dev/null && $HEDDLE run $ROOT/scripts/themes_of_the_panel.lua
