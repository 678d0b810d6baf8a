for d in hsscp sample; do
  $HEDDLE import --store $d.db $ROOT/data/$d >/dev/null
  $HEDDLE export --store $d.db >$d.jsonl
  $HEDDLE import --store $d-2.db $d.jsonl >/dev/null
  $HEDDLE export --store $d-2.db | cmp - $d.jsonl && echo "$d: the same bytes"
done
