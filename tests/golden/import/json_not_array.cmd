printf '{"theme": {"code": "a", "label": "A"}}\n' >a.json
$HEDDLE import a.json
