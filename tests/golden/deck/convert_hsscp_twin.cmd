$HEDDLE convert $ROOT/tests/golden/deck/hsscp-twin.md
