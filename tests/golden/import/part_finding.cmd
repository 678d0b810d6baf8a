$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
cp heddle.db before.db
printf '{"child": {"review": "KDJ", "id": "KDJ", "age": 1}}\n{"finding": {"review": "KDJ", "id": "KDJ-10", "themes": []}}' >a.jsonl
$HEDDLE import a.jsonl
code=$?
cmp heddle.db before.db && exit $code
