$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
cp heddle.db before.db
printf 'review,finding,theme\nKDJ,KDJ-1,\nKDJ,KDJ-99,\n' >b.csv; printf '{"review": {"id": "NEW"}}' >a.jsonl
$HEDDLE import a.jsonl b.csv
code=$?
cmp heddle.db before.db && exit $code
