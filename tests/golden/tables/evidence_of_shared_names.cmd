# Reviews and findings have a field called kind, and an id each: the passages behind a count of reviews are found by the review's.
cat >d.jsonl <<'E2'
{"review": {"id": "A", "kind": "lcspr", "coded": true, "findings": [{"id": "A1", "text": "one", "kind": "practice"}, {"id": "A2", "text": "two"}]}}
{"review": {"id": "B", "kind": "rapid-review", "coded": true, "findings": [{"id": "B1", "text": "three", "kind": "action"}]}}
E2
$HEDDLE import d.jsonl >/dev/null 2>&1
cat >t.lua <<'E2'
for _, name in ipairs { "kind", "id" } do
  local t = corpus.reviews:count(name)
  for _, row in ipairs(name == "id" and { "A", "B" } or { "lcspr", "rapid-review" }) do
    for _, e in ipairs(t:evidence(row)) do print(row, e.finding, e.text) end
  end
end
E2
$HEDDLE run t.lua
