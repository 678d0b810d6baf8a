$HEDDLE convert $ROOT/tests/golden/deck/numbered.md
