$HEDDLE convert $ROOT/tests/golden/deck/from_pandoc.md
