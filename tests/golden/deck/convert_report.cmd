$HEDDLE convert $ROOT/tests/golden/deck/report.md
