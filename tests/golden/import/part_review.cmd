$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
cp heddle.db before.db
printf '{"finding": {"review": "KDX", "id": "KDX-1", "themes": []}}' >a.jsonl
$HEDDLE import a.jsonl
code=$?
cmp heddle.db before.db && exit $code
