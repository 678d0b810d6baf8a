$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
printf '{"review": {"id": "KDJ", "died": "Yes"}}\n{"review": {"id": "JSW", "findings": [{"id": "JSW-2", "themes": ["Over reliance", "childs voise"]}]}}\n{"review": {"id": "XX", "findings": [{"text": "Early help", "themes": ["voice"]}]}}\n' >a.jsonl
$HEDDLE import a.jsonl
$HEDDLE export | tail -7
# the id of a finding that goes is not given to the one that comes
printf '{"review": {"id": "XX", "findings": [{"text": "Another label", "themes": ["voice"]}]}}\n' >b.jsonl
$HEDDLE import b.jsonl
$HEDDLE export | grep '"XX"'
