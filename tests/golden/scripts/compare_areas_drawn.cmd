$HEDDLE import $ROOT/data/sample >/dev/null && $HEDDLE run $ROOT/scripts/compare_areas.lua --param test=permutation && cat out/areas.csv
