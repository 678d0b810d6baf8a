# What is suggested is counted nowhere and stored nowhere.
$HEDDLE import $ROOT/tests/golden/suggestions/drift.jsonl >/dev/null
look() {
  $HEDDLE info; $HEDDLE themes; $HEDDLE export
  $HEDDLE -e 'print(corpus.reviews:themes(), corpus.findings:themes(), corpus.reviews:themes{ base = "mentions" })'
}
look >before
cp heddle.db before.db
$HEDDLE suggestions >records.jsonl && $HEDDLE suggestions --evaluate >/dev/null
look | cmp - before && cmp heddle.db before.db && echo "the same"
$HEDDLE suggestions | cmp - records.jsonl && echo "the same again"
