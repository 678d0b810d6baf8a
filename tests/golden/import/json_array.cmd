printf '[\n {"theme": {"code": "a", "label": "A"}},\n {"review": {"id": "R",\n   "coded": true,\n   "childern": []}}\n]\n' >a.json
$HEDDLE import a.json
