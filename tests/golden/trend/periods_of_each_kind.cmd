$HEDDLE import $ROOT/tests/golden/trend/seven.jsonl >/dev/null
for period in calendar-year academic-year quarter; do
    $HEDDLE -e 'print(corpus.reviews:trend{ by = "notified", period = "'$period'", show = "n" })'
done
