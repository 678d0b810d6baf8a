$HEDDLE import $ROOT/data/sample >/dev/null && $HEDDLE import $ROOT/data/comparators >/dev/null && $HEDDLE run $ROOT/scripts/outcomes_beside_england.lua
