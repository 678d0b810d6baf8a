$HEDDLE import $ROOT/data/sample >/dev/null && $HEDDLE run $ROOT/scripts/statistics.lua && $HEDDLE run $ROOT/scripts/statistics.lua --param theme=over-reliance
