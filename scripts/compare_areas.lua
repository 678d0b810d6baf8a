-- Themes of reviews in each area, compared: counts first, then how far apart the areas are.
--
--   heddle run scripts/compare_areas.lua --param test=permutation
--
-- Prints the comparison and the three themes in which the areas are furthest apart, and saves the whole as CSV.

local test = heddle.param("test", { default = "fisher" })

local t = corpus.reviews:compare { by = "area", depth = 1, test = test }
print(t)
t:save("areas.csv")

local themes = {}
for _, theme in ipairs(corpus.themes) do
  if theme.depth == 1 and theme.status == "active" then themes[#themes + 1] = theme end
end
table.sort(themes, function(a, b)
  local x, y = math.abs(t:value(a.code, "difference")), math.abs(t:value(b.code, "difference"))
  return x > y or x == y and a.label < b.label
end)
print("\nFurthest apart:")
for i = 1, math.min(3, #themes) do
  local code = themes[i].code
  local a, b = t:cell(code, "Hartlepool"), t:cell(code, "Stockton-on-Tees")
  print(("  %s: %d of %d and %d of %d, %s"):format(themes[i].label, a.n, a.N, b.n, b.N, t:value(code, "reading")))
end
