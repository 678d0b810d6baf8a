$HEDDLE convert $ROOT/tests/golden/deck/numbers_after.md
