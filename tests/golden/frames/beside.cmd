$HEDDLE import $ROOT/data/sample >/dev/null
cat >places.jsonl <<'E'
{"comparator": {"id": "elsewhere", "title": "Reviews elsewhere", "place": "Elsewhere", "from": "2019-01-01", "to": "2025-12-31", "unit": "review", "field": "outcome", "values": {"Serious harm": 12, "neglect": 3, "death": 5}, "total": 40}}
{"comparator": {"id": "uncounted", "place": "Nowhere", "from": "2024", "to": "2024", "unit": "inquiry", "date_basis": "published", "field": "outcome", "values": {"death": 1}}}
{"comparator": {"id": "ages", "place": "Elsewhere", "from": "2024", "to": "2024", "unit": "child", "date_basis": "notified", "field": "age_band", "values": {"under 1": 2}, "total": 4}}
E
$HEDDLE import places.jsonl $ROOT/data/comparators >/dev/null
cat >t.lua <<'L'
print(corpus.reviews:count("outcome", { beside = { "elsewhere", "uncounted" } }))
local t = corpus.reviews:count("outcome", { beside = "dfe-sin-2025", where = "notified >= '2024-04-01' and not published is missing",
  missing = "drop", digits = 1 })
print(t)
print(t:render("markdown"))
print(t:render("csv"))
print(t:value("death", "dfe-sin-2025"), t:value("death", "dfe-sin-2025 %"), t:n("death"), t:base())
print(corpus.children:count("age_band", { beside = "ages", show = "percent" }))
for _, call in ipairs { { "area", "elsewhere" }, { "outcome", "elswhere" }, { "outcome", 3 }, { "outcome", {} },
  { "outcome", { "ages" } }, { "outcome", { "elsewhere", "elsewhere" } }, { "outcome + area", "elsewhere" } } do
  print(select(2, pcall(function() return corpus.reviews:count(call[1], { beside = call[2] }) end)))
end
L
$HEDDLE run t.lua
