# KDJ is coded voice twice: voice is in 2 reviews of 2, 100 %, never 150; its mentions are 3.
cat >d.jsonl <<'D'
{"theme": {"code": "voice", "label": "Child's voice"}}
{"review": {"id": "KDJ", "coded": true, "findings": [{"id": "1", "text": "one", "themes": ["voice"]}, {"id": "2", "text": "two", "themes": ["voice"]}]}}
{"review": {"id": "JSW", "coded": true, "findings": [{"id": "1", "text": "one", "themes": ["voice"]}]}}
D
$HEDDLE import d.jsonl >/dev/null 2>&1
$HEDDLE -e 'return corpus.reviews:themes { mentions = true }'
