$HEDDLE convert $ROOT/tests/golden/deck/figures.md
