$HEDDLE import $ROOT/data/sample >/dev/null && $HEDDLE suggestions && $HEDDLE suggestions --evaluate
