$HEDDLE convert $ROOT/tests/golden/deck/one_table_each.md
