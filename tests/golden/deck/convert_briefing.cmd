$HEDDLE convert $ROOT/tests/golden/deck/briefing.txt
