$HEDDLE convert $ROOT/tests/golden/deck/capitals.txt
