# A theme and one above it are no pair; a set of themes has the most specific ones; merged themes count at their target.
cat >d.jsonl <<'D'
{"theme": {"code": "neglect", "label": "Neglect"}}
{"theme": {"code": "emotional", "label": "Emotional neglect", "parent": "neglect"}}
{"theme": {"code": "physical", "label": "Physical neglect", "parent": "neglect"}}
{"theme": {"code": "voice", "label": "Voice"}}
{"theme": {"code": "voices", "label": "Voices", "status": "merged", "into": "voice", "reason": "the same"}}
{"review": {"id": "R1", "coded": true, "findings": [{"id": "1", "themes": ["emotional", "voices"]}]}}
{"review": {"id": "R2", "coded": true, "findings": [{"id": "1", "themes": ["neglect", "emotional", "Voice"]}]}}
{"review": {"id": "R3", "coded": true, "findings": [{"id": "1", "themes": ["physical"]}]}}
{"review": {"id": "R4", "coded": true, "findings": [{"id": "1", "themes": ["neglect", "no such label"]}]}}
{"review": {"id": "R5", "coded": true, "findings": [{"id": "1", "themes": ["no such label"]}]}}
{"review": {"id": "R6", "coded": true, "findings": []}}
{"review": {"id": "R7", "findings": [{"id": "1", "themes": ["voice"]}]}}
D
$HEDDLE import d.jsonl >/dev/null
cat >t.lua <<'L'
local t = corpus.reviews:cooccurrence()
print(t)
print(t:n("neglect", "emotional"))
print(t:n("physical", "emotional"))
print(t:pair("emotional", "neglect"))
print(t:pair("voice", "voice"))
print(t:n("neglect", "neglect"), t:n("(no theme)"), t:n("(no theme)", "voice"))
print(corpus.reviews:cooccurrence { matrix = true })
print(corpus.reviews:combinations())
local c = corpus.reviews:combinations()
print(c:n { "emotional", "voice" }, c:n { "neglect", "emotional", "voices" }, c:n { "neglect" }, c:n { "neglect", "voice" })
print(corpus.reviews:combinations { depth = 1 })
print(corpus.reviews:combinations { under = "neglect", base = "any_theme" })
print(corpus.reviews:combinations { base = "all" })
print(corpus.reviews:similar("R1"))
print(corpus.reviews:matrix())
L
$HEDDLE run t.lua
