$HEDDLE convert $ROOT/tests/golden/deck/slides_text.txt
