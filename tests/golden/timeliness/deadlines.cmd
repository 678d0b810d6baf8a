cat >d.jsonl <<'E'
{"field": {"key": "area", "of": "review", "kind": "category"}}
{"review": {"id": "A", "area": "North", "notified": "2024-12-20", "reviewed": "2025-01-15"}}
{"review": {"id": "B", "area": "North", "notified": "2024-12-20", "reviewed": "2025-01-16"}}
{"review": {"id": "C", "area": "South", "notified": "2024-03-01", "reviewed": "2024-03-01"}}
{"review": {"id": "D", "area": "South", "notified": "2024-03-02", "reviewed": "2024-03-01"}}
{"review": {"id": "E", "area": "South", "notified": "2024-03-01", "reviewed": "2024-03"}}
{"review": {"id": "F", "area": "South", "notified": "2024-03-01", "reviewed": "2024"}}
{"review": {"id": "G", "notified": "2024-03", "reviewed": "2025"}}
{"review": {"id": "H", "notified": "2024-03-01", "reviewed": {"missing": "unknown"}}}
{"review": {"id": "I", "notified": "2024-03-01", "reviewed": {"missing": "not-applicable"}}}
{"review": {"id": "J", "reviewed": "2024-03-01"}}
{"review": {"id": "K", "notified": "1999-03-01", "reviewed": "1999-03-02"}}
{"review": {"id": "L", "notified": "2024-08-31", "reviewed": "2025-02-28"}}
E
$HEDDLE import d.jsonl >/dev/null
cat >t.lua <<'E'
local function ids(set) local list = {} for r in set:each() do list[#list + 1] = r.id end return table.concat(list, " ") end
local t = corpus.reviews:timeliness{ from = "notified", to = "reviewed", within = 15 }
print(t)
for _, row in ipairs { "met", "late", "before", "coarse", "unknown days", "unknown", "not applicable", "not recorded" } do
  print(row, t:n(row), ids(t:set(row)))
end
for _, within in ipairs { "26 days", "6 months", "1 working day", 0 } do
  local u = corpus.reviews:timeliness{ from = "notified", to = "reviewed", within = within }
  print(within, ids(u:set("met")), ids(u:set("late")))
end
print(corpus.reviews:timeliness{ from = "notified", to = "reviewed", within = 15, cols = "area", missing = "drop" })
print(corpus.reviews:timeliness{ from = "notified", to = "reviewed", within = 15 }:render("csv"))
local function say(o) print(select(2, pcall(corpus.reviews.timeliness, corpus.reviews, o))) end
say{ from = "notified", to = "reviewed" }
say{ from = "notified", to = "reviewed", within = -1 }
say{ from = "notified", to = "reviewed", within = "6 moths" }
say{ from = "area", to = "reviewed", within = 5 }
say{ from = "notifed", to = "reviewed", within = 5 }
say{ from = "notified", to = "coded_on", within = 5 }
E
$HEDDLE run t.lua
