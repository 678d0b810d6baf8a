# Two reviews share a source document: each finding belongs to one review only.
cat >d.jsonl <<'D'
{"source": {"id": "deck", "title": "One document"}}
{"theme": {"code": "a", "label": "A"}}
{"theme": {"code": "b", "label": "B"}}
{"review": {"id": "R1", "source": "deck", "coded": true, "findings": [{"id": "1", "text": "one", "source": "deck", "themes": ["a"]}]}}
{"review": {"id": "R2", "source": "deck", "coded": true, "findings": [{"id": "1", "text": "two", "source": "deck", "themes": ["b"]}]}}
D
$HEDDLE import d.jsonl >/dev/null
cat >t.lua <<'T'
print(corpus.reviews:crosstab { rows = "theme", cols = "id", show = "n" })
for _, e in ipairs(corpus.reviews:themes():evidence("a")) do print(e.review, e.finding, e.source) end
T
$HEDDLE run t.lua
