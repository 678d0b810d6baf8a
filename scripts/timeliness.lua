-- Were reviews in time?  Rapid reviews within 15 working days of notification, published reports within 6 months.
--
--   heddle run scripts/timeliness.lua

print(corpus.reviews:timeliness { from = "notified", to = "reviewed", within = 15, cols = "area" })

local report = corpus.reviews:where { published = { from = "2000" } }
  :timeliness { from = "notified", to = "published", within = "6 months", missing = "drop" }
print()
print(("%d of %d reports were published within six months"):format(report:n("met"), report:base()))
for r in report:set("late"):each() do print("  late:", r.id, r.notified, r.published) end
