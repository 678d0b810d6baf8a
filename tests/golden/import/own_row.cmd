printf '{"theme": {"code": "n", "label": "(No theme)"}}\n' >a.jsonl
$HEDDLE import a.jsonl
