$HEDDLE convert $ROOT/tests/golden/peers.jsonl
