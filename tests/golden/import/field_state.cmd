printf '{"field": {"key": "area_state", "of": "review", "kind": "text"}}\n' >a.jsonl
$HEDDLE import a.jsonl
