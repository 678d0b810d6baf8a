$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
cp heddle.db before.db
printf '{"finding": {"review": "KDJ", "id": "KDJ-1", "theme": []}}' >a.jsonl
$HEDDLE import a.jsonl
code=$?
cmp heddle.db before.db && exit $code
