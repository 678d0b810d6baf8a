$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
cp heddle.db before.db
printf '{"theme": {"code": "a", "label": "A", "parent": "b"}}\n{"theme": {"code": "b", "label": "B", "parent": "a"}}\n' >a.jsonl
$HEDDLE import a.jsonl
code=$?
cmp heddle.db before.db && exit $code
