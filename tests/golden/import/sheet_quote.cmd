$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
cp heddle.db before.db
printf 'review,finding,theme\nKDJ,KDJ-1,"voice\nKDJ,KDJ-2,\n' >a.csv
$HEDDLE import a.csv
code=$?
cmp heddle.db before.db && exit $code
