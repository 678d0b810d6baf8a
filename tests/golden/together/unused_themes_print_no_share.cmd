# P8: a theme nobody has: what is a share of nothing prints "-" and is nil with its reason.
cat >d.jsonl <<'D'
{"theme": {"code": "a", "label": "A"}}
{"theme": {"code": "unused", "label": "Unused"}}
{"theme": {"code": "old", "label": "Old", "status": "retired"}}
{"theme": {"code": "maybe", "label": "Maybe", "status": "candidate"}}
{"review": {"id": "R1", "coded": true, "findings": [{"id": "1", "themes": ["a", "old", "maybe"]}]}}
{"review": {"id": "R2", "coded": true}}
D
$HEDDLE import d.jsonl >/dev/null
cat >t.lua <<'L'
local t = corpus.reviews:cooccurrence { min = 0 }
print(t)
local p = t:pair("unused", "a")
print(p.both, p.a, p.b, p.jaccard, p.lift, p.phi, p.given, p.reverse)
for _, name in ipairs { "jaccard", "lift", "phi", "given", "reverse" } do print(name, p.reasons[name]) end
print(t:value({ "unused", "a" }, "% of B with A"))
print(t:render("csv"))
local none = corpus.reviews:where { id = "R2" }:cooccurrence { min = 0 }
print(none:pair("a", "unused").jaccard, none:pair("a", "unused").reasons.jaccard)
print(pcall(t.n, t, "maybe"))
L
$HEDDLE run t.lua
