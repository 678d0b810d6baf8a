$HEDDLE convert $ROOT/tests/golden/deck/run_ins.md
