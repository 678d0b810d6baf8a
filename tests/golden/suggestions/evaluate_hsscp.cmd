$HEDDLE import $ROOT/data/hsscp >/dev/null && $HEDDLE suggestions && $HEDDLE suggestions --evaluate
