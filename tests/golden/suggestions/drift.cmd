# Labels that drifted, findings nobody coded; a retired, a merged and a candidate theme are never suggested.
$HEDDLE import $ROOT/tests/golden/suggestions/drift.jsonl >/dev/null
$HEDDLE suggestions
echo "-- all confirmed as printed: what is left, and the labels as they were written"
$HEDDLE suggestions >confirmed.jsonl
$HEDDLE import confirmed.jsonl | tail -n +3
$HEDDLE suggestions
$HEDDLE export | grep -o '"themes": *\[[^]]*\]' | sort | uniq -c
