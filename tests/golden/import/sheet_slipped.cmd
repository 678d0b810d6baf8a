$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
cp heddle.db before.db
printf 'review,finding,text,theme\nA,A-1,Second label,\n' >a.csv; echo '{"review": {"id": "A", "findings": [{"text": "First label"}, {"text": "Second label"}]}}' >a.jsonl; $HEDDLE import a.jsonl >/dev/null; cp heddle.db before.db
$HEDDLE import a.csv
code=$?
cmp heddle.db before.db && exit $code
