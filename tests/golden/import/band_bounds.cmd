$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
cp heddle.db before.db
printf '{"band": {"field": "age", "name": "age_band", "bounds": [3, 1]}}' >a.jsonl
$HEDDLE import a.jsonl
code=$?
cmp heddle.db before.db && exit $code
