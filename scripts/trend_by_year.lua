-- Top themes of local reviews by financial year of notification, and which of them rise or fall.
--
--   heddle run scripts/trend_by_year.lua --param by=notified --param period=financial-year
--
-- Prints the trend and saves it as CSV.

local by = heddle.param("by", { default = "notified" })
local period = heddle.param("period", { default = "financial-year" })

local t = corpus.reviews:where { scope = "local" }:trend { by = by, period = period, depth = 1, test = true }
print(t)
t:save("trend.csv")

print("\nFurthest from level, by the test:")
local themes = {}
for _, theme in ipairs(corpus.themes) do
  local z = theme.depth == 1 and theme.status == "active" and t:value(theme.code, "z")
  if z then themes[#themes + 1] = { label = theme.label, z = z, holm = t:value(theme.code, "Holm") } end
end
table.sort(themes, function(a, b)
  local x, y = math.abs(a.z), math.abs(b.z)
  return x > y or x == y and a.label < b.label
end)
for i = 1, math.min(3, #themes) do
  local theme = themes[i]
  print(("  %s: %s, p adjusted %.2f"):format(theme.label, theme.z > 0 and "rising" or "falling", theme.holm))
end
