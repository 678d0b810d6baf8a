$HEDDLE convert $ROOT/tests/golden/deck/no_markup.txt
