# A filter is never ignored: one that matches nothing gives a base of 0, and the table says so.
$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
$HEDDLE -e 'return corpus.reviews:crosstab { rows = "theme", cols = "died", where = { died = "Yes", theme = "trauma" } }'
