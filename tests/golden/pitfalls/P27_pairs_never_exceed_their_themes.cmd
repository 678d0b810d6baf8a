# Passages of two themes that overlap in many places of one review: a pair is never more than either theme has.
cat >d.jsonl <<'D'
{"theme": {"code": "a", "label": "A"}}
{"theme": {"code": "b", "label": "B"}}
{"review": {"id": "R1", "coded": true, "findings": [{"id": "1", "text": "one", "themes": ["a", "b"]}, {"id": "2", "text": "two", "themes": ["b", "a"]}, {"id": "3", "text": "three", "themes": ["a", "b"]}]}}
{"review": {"id": "R2", "coded": true, "findings": [{"id": "1", "text": "one", "themes": ["b"]}]}}
D
$HEDDLE import d.jsonl >/dev/null 2>&1
cat >t.lua <<'T'
local t = corpus.reviews:crosstab { rows = "theme", cols = "theme" }
print(t:n("a", "b"), t:n("a"), t:n("b"), t:n("a", "b") <= math.min(t:n("a"), t:n("b")))
T
$HEDDLE run t.lua
