$HEDDLE convert $ROOT/tests/golden/deck/old_mac.md
