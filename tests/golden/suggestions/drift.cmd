# Labels that drifted, findings nobody coded; a retired, a merged and a candidate theme are never suggested.
$HEDDLE import $ROOT/tests/golden/suggestions/drift.jsonl >/dev/null
$HEDDLE suggestions
