$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
cp heddle.db before.db
printf 'review,finding,coded\nKDJ,KDJ-1,yes\nKDJ,KDJ-2,no\n' >a.csv
$HEDDLE import a.csv
code=$?
cmp heddle.db before.db && exit $code
