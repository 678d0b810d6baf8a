# Nothing coded, nothing to say: no division by nothing.
echo '{"theme": {"code": "a", "label": "Only theme"}}' >a.jsonl
$HEDDLE import a.jsonl >/dev/null
$HEDDLE suggestions && $HEDDLE suggestions --evaluate
echo '{"review": {"id": "R", "coded": true, "findings": [{"id": "1", "themes": ["a"]}, {"id": "2", "text": "!!!", "themes": ["a"]}]}}' >b.jsonl
$HEDDLE import b.jsonl >/dev/null
$HEDDLE suggestions && $HEDDLE suggestions --evaluate
