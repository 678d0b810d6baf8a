# Decks read into a codebook that knows nothing of them yet.
$HEDDLE import $ROOT/data/hsscp/01-codebook.jsonl $ROOT/tests/golden/deck/numbers_after.md $ROOT/tests/golden/deck/run_ins.md >/dev/null
$HEDDLE suggestions
