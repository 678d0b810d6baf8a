$HEDDLE convert $ROOT/tests/golden/deck/groups.md
