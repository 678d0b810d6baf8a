$HEDDLE convert $ROOT/tests/golden/deck/headings.md
