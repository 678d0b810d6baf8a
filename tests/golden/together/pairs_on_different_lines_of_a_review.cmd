# P6: both themes in one review on different lines, and in another on one line.
cat >d.jsonl <<'D'
{"theme": {"code": "a", "label": "A"}}
{"theme": {"code": "b", "label": "B"}}
{"review": {"id": "KDJ", "coded": true, "findings": [{"id": "1", "passage": "line 1", "themes": ["a"]}, {"id": "2", "passage": "line 2", "themes": ["b"]}]}}
{"review": {"id": "JSW", "coded": true, "findings": [{"id": "1", "passage": "line 1", "themes": ["a", "b"]}]}}
{"review": {"id": "IW", "coded": true, "findings": [{"id": "1", "passage": "line 1", "themes": ["a"]}]}}
D
$HEDDLE import d.jsonl >/dev/null
cat >t.lua <<'L'
print(corpus.reviews:where { id = { "KDJ", "IW" } }:cooccurrence():n("a", "b"))
print(corpus.reviews:cooccurrence():n("a", "b"))
print(corpus.findings:cooccurrence():n("a", "b"))
for _, e in ipairs(corpus.reviews:cooccurrence():evidence("a", "b")) do print(e.review, e.finding, e.at) end
for r in corpus.reviews:cooccurrence():set("a", "b"):each() do print(r.id) end
L
$HEDDLE run t.lua
