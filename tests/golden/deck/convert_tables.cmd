$HEDDLE convert $ROOT/tests/golden/deck/tables.md
