$HEDDLE convert $ROOT/tests/golden/deck/noise.md
