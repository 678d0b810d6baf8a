$HEDDLE import $ROOT/data/sample >/dev/null
$HEDDLE -e 'for r in corpus.reviews do print(r.id) end'
$HEDDLE -e 'corpus.children("age < 3")'
