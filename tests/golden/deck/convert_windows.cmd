$HEDDLE convert $ROOT/tests/golden/deck/windows.txt
