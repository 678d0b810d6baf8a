# One theme and those below it: percentages of the column added to 200 without a word.
cat >s.jsonl <<'J'
{"theme": {"code": "infant-risks", "label": "Infant risks"}}
{"theme": {"code": "safe-sleep", "label": "Safe sleep", "parent": "infant-risks"}}
{"review": {"id": "A1", "coded": true, "findings": [{"id": "A1-1", "text": "Synthetic", "themes": ["safe-sleep"]}]}}
{"review": {"id": "A2", "coded": true}}
{"review": {"id": "A3", "coded": true, "findings": [{"id": "A3-1", "text": "Synthetic", "themes": ["safe-sleep"]}]}}
J
$HEDDLE import s.jsonl >/dev/null
cat >t.lua <<'E'
print(corpus.reviews:themes())
print(corpus.reviews:crosstab { rows = "theme", cols = "coded" })
print(corpus.reviews:count("theme", { depth = 1 }))
print(corpus.reviews:count("theme", { show = "n" }))
E
$HEDDLE run t.lua
