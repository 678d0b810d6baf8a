# P27: themes given again and again, by two coders, in overlapping findings.
cat >d.jsonl <<'D'
{"theme": {"code": "a", "label": "A", "aliases": ["AA"]}}
{"theme": {"code": "b", "label": "B"}}
{"theme": {"code": "c", "label": "C"}}
{"review": {"id": "R1", "coded": true, "findings": [{"id": "1", "text": "one two", "coder": "x", "themes": ["a", "b", "A", "AA"]}, {"id": "2", "text": "two three", "coder": "y", "themes": ["a", "b", "c"]}, {"id": "3", "text": "three", "coder": "x", "themes": ["b", "a"]}]}}
{"review": {"id": "R2", "coded": true, "findings": [{"id": "1", "text": "four", "themes": ["a", "b"]}, {"id": "2", "text": "five", "themes": ["b", "a"]}]}}
D
$HEDDLE import d.jsonl >/dev/null
cat >t.lua <<'L'
for _, unit in ipairs { "review", "finding" } do
  local t = corpus.reviews:cooccurrence { unit = unit }
  for _, pair in ipairs { { "a", "b" }, { "a", "c" }, { "b", "c" } } do
    local p = t:pair(pair[1], pair[2])
    print(unit, pair[1], pair[2], p.both, p.a, p.b, p.jaccard, p.jaccard >= 0 and p.jaccard <= 1)
  end
end
L
$HEDDLE run t.lua
