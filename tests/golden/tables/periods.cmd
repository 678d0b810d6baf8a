cat >d.jsonl <<'J'
{"review": {"id": "A", "notified": "2021-05-02", "published": "2022-03", "coded": true}}
{"review": {"id": "B", "notified": "2024-02", "published": "2024-09-01", "coded": true}}
{"review": {"id": "C", "notified": "2022", "published": "2024", "coded": true}}
{"review": {"id": "D", "notified": {"missing": "unknown"}, "published": "2024-08", "coded": false}}
{"review": {"id": "E", "notified": "2024-03-31", "coded": true}}
J
$HEDDLE import d.jsonl >/dev/null
cat >t.lua <<'L'
local r = corpus.reviews
local t = r:count{ "notified", period = "financial-year" }
print(t)
for review in t:set("(date too coarse)"):each() do print(review.id) end
print(t:n("2022-23"), t:n("2023-24"), t:n())
print(r:count({ "notified", period = "calendar-year" }, { missing = "drop" }))
print(r:crosstab{ rows = { "notified", period = "quarter" }, cols = { "published", period = "academic-year" }, show = "n", percent = "none" })
print(r:crosstab{ rows = { "published", period = "month" }, cols = { "notified", period = "financial-year" }, show = "n", missing = "drop" })
print(r:where("id != 'A'"):count({ "notified", period = "financial-year" }, { order = "count" }):render("csv"))
L
$HEDDLE run t.lua
