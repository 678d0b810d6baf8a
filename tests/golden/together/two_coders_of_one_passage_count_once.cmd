# P4: one review, two coders who give one passage the same two themes; and two themes in different findings.
cat >d.jsonl <<'D'
{"theme": {"code": "a", "label": "A"}}
{"theme": {"code": "b", "label": "B"}}
{"theme": {"code": "c", "label": "C"}}
{"review": {"id": "R1", "coded": true, "findings": [{"id": "f1", "text": "passage", "coder": "one", "themes": ["a", "b"]}, {"id": "f2", "text": "passage again", "coder": "two", "themes": ["b", "a", "A"]}, {"id": "f3", "themes": ["c"]}]}}
D
$HEDDLE import d.jsonl >/dev/null
cat >t.lua <<'L'
local t = corpus.reviews:cooccurrence()
print(t:n("a", "b"), t:n("b", "a"), t:n("a", "a"), t:n("a"), t:n("a", "c"), t:base())
local f = corpus.reviews:cooccurrence { unit = "finding" }
print(f:n("a", "b"), f:n("b", "a"), f:n("a", "a"), f:n("a"), f:n("a", "c"), f:base())
print(corpus.reviews:cooccurrence { matrix = true })
L
$HEDDLE run t.lua
