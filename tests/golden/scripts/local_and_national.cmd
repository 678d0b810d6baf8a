$HEDDLE import $ROOT/data/hsscp >/dev/null && $HEDDLE run $ROOT/scripts/local_and_national.lua && cat out/local-and-national.md
