$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
cp heddle.db before.db
mkdir d; printf 'id,area\n1,North\n' >d/a.csv
$HEDDLE import d
code=$?
cmp heddle.db before.db && exit $code
