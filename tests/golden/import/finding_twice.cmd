$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
cp heddle.db before.db
printf '{"review": {"id": "A", "findings": [{"id": "A-1", "text": "x"}, {"id": "A-1", "text": "y"}]}}' >a.jsonl
$HEDDLE import a.jsonl
code=$?
cmp heddle.db before.db && exit $code
