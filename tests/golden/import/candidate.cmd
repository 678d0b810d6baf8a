printf '{"theme": {"code": "k", "label": "New idea", "status": "candidate"}}\n' >a.jsonl
printf '{"review": {"id": "A", "coded": true, "findings": [{"text": "x", "themes": ["k", "j"]}]}}\n' >>a.jsonl
$HEDDLE import a.jsonl
