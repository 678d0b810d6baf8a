# The only case of group B has no theme: the columns are A, B and All; B is all 0 with base 1.
cat >d.jsonl <<'D'
{"theme": {"code": "voice", "label": "Child's voice"}}
{"theme": {"code": "hidden", "label": "Hidden adults"}}
{"review": {"id": "R1", "coded": true, "area": "A", "findings": [{"id": "R1-1", "text": "one", "themes": ["voice"]}]}}
{"review": {"id": "R2", "coded": true, "area": "A", "findings": [{"id": "R2-1", "text": "two", "themes": ["voice", "hidden"]}]}}
{"review": {"id": "R3", "coded": true, "area": "B"}}
D
$HEDDLE import d.jsonl >/dev/null 2>&1
$HEDDLE -e 'return corpus.reviews:crosstab { rows = "theme", cols = "area" }'
