cat >d.jsonl <<'E'
{"field": {"key": "area", "of": "review", "kind": "category"}}
{"theme": {"code": "voice", "label": "Child's voice"}}
{"review": {"id": "A", "coded": true, "area": "North", "children": [{"id": "A1", "age": 2}, {"id": "A2", "age": {"missing": "unknown"}}]}}
{"review": {"id": "B", "coded": true, "area": {"missing": "unknown"}, "children": [{"id": "B1"}]}}
{"review": {"id": "C", "area": {"missing": "not-applicable"}, "children": [{"id": "C1", "age": 4}]}}
{"review": {"id": "D", "coded": true, "findings": [{"text": "d", "themes": ["voice"], "kind": "practice"}]}}
E
$HEDDLE import d.jsonl >/dev/null
cat >t.lua <<'E'
local p = corpus.reviews:profile{ digits = 1 }
print(p)
print(corpus.children:profile():render("csv"))
print(p:n("age"), p:n("age", "unknown"), p:percent("child.age"), p:value("age", "base"))
for r in p:set("area", "not applicable"):each() do print(r.id) end
print(p:explain())
print(select(2, pcall(p.n, p, "aera")), select(2, pcall(p.n, p, "area", "missing")))
E
$HEDDLE run t.lua
