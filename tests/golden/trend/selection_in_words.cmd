# Where all units of a selection have a period, the table spoke of units "left out: missing in Notified".
$HEDDLE import $ROOT/tests/golden/trend/seven.jsonl >/dev/null
cat >t.lua <<'E'
print(corpus.reviews:where("notified is not missing"):trend { by = "notified", rows = "kind", period = "calendar-year" })
print(corpus.reviews:where("notified is missing"):trend { by = "notified", rows = "kind", period = "calendar-year" })
E
$HEDDLE run t.lua
