cat >d.jsonl <<'D'
{"theme": {"code": "a", "label": "A & B <\"both\"> it's"}}
{"theme": {"code": "b", "label": "=cmd|' /C calc'!A0"}}
{"theme": {"code": "c-1", "label": "Last, and \u00e9"}}
{"review": {"id": "R1", "coded": true, "findings": [{"id": "1", "themes": ["a", "b"]}]}}
{"review": {"id": "R2", "coded": true, "findings": [{"id": "1", "themes": ["b", "c-1"]}]}}
{"review": {"id": "R3", "coded": true, "findings": [{"id": "1", "themes": ["b"]}]}}
D
$HEDDLE import d.jsonl >/dev/null
cat >t.lua <<'L'
local t = corpus.reviews:cooccurrence()
for _, f in ipairs { "markdown", "csv", "json", "graphml" } do print(t:render(f)) end
local m = corpus.reviews:cooccurrence { matrix = true }
for _, f in ipairs { "markdown", "csv", "json" } do print(m:render(f)) end
print(m:render("graphml") == t:render("graphml"))
local c = corpus.reviews:combinations()
for _, f in ipairs { "markdown", "csv", "json" } do print(c:render(f)) end
local x = corpus.reviews:matrix()
for _, f in ipairs { "text", "markdown", "csv", "json" } do print(x:render(f)) end
print(corpus.findings:matrix():render("csv"))
print(corpus.reviews:similar("R1"):render("json"))
t:save("pairs.csv")
t:save("pairs.graphml")
x:save("matrix.csv")
L
$HEDDLE run t.lua --out o
for f in o/*; do echo "== $f"; cat $f; done
