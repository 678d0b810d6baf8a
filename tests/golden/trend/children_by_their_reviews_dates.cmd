$HEDDLE import $ROOT/data/sample >/dev/null
$HEDDLE -e 'print(corpus.children:trend{ by = "notified", rows = "sex", show = "n", test = true })'
