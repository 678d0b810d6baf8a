# A finding that nobody gave a theme is quoted under (no theme), whatever its review has; one that is not yet coded is not.
cat >d.jsonl <<'J'
{"theme": {"code": "t", "label": "T"}}
{"theme": {"code": "u", "label": "T supervised"}}
{"review": {"id": "R1", "coded": true, "findings": [{"id": "R1-1", "text": "Themed", "themes": ["t"]}, {"id": "R1-2", "text": "Not themed", "themes": []}, {"id": "R1-3", "text": "Unmatched", "themes": ["no such label"]}]}}
{"review": {"id": "R2", "coded": true, "findings": [{"id": "R2-1", "text": "Twice", "themes": ["t", "u"]}]}}
{"review": {"id": "R3", "findings": [{"id": "R3-1", "text": "Not yet coded"}]}}
J
$HEDDLE import d.jsonl >/dev/null
cat >t.lua <<'E'
local q = corpus.reviews:quotes()
print(q)
print(q:n("(no theme)"), #q:evidence("(no theme)"), q:n("(unresolved)"), q:n("T"))
print(corpus.reviews:quotes{ under = "T" })
print(corpus.reviews:quotes{ where = "id = 'R1' and id = 'R2'" })
E
$HEDDLE run t.lua
