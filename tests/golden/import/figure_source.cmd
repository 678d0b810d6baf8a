$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
printf '{"figure": {"source": "nothere", "label": "x", "n": 1}}' >a.jsonl
$HEDDLE import a.jsonl
