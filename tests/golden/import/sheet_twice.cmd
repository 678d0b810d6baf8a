$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
cp heddle.db before.db
printf 'review;finding;theme\r\nKDJ;KDJ-1;voice\r\nKDJ;KDJ-2;\r\nKDJ;KDJ-1;\r\n' >a.csv
$HEDDLE import a.csv
code=$?
cmp heddle.db before.db && exit $code
