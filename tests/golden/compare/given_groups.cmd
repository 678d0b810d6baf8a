# Given sets compare as the groups of a field do.
$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'E'
local R = corpus.reviews
local a, b = R:where { area = "Hartlepool" }, R:where { area = "Stockton-on-Tees" }
local by = R:compare{ by = "area", test = "permutation", draws = 300, seed = 3 }
local given = heddle.compare{ { "Hartlepool", a }, { "Stockton-on-Tees", b }, test = "permutation", draws = 300, seed = 3 }
local same = 0
for _, theme in ipairs(corpus.themes) do
  if theme.status == "active" then
    for _, key in ipairs { "difference", "odds ratio", "p", "holm", "bh", "reading" } do
      assert(by:value(theme.code, key) == given:value(theme.code, key), theme.code .. " " .. key)
      same = same + 1
    end
    for _, group in ipairs { "Hartlepool", "Stockton-on-Tees" } do
      assert(by:n(theme.code, group) == given:n(theme.code, group))
      assert(by:set(theme.code, group) == given:set(theme.code, group))
      assert(#by:evidence(theme.code, group) == #given:evidence(theme.code, group))
    end
  end
end
print(same > 100)
print(heddle.compare{ { "Under 3", R:where("age < 3") }, { "3 and over", R:where("not age < 3") }, depth = 1, where = { scope = "local" } })
local cell = given:cell("hidden-adults", "Hartlepool")
print(cell.n, cell.N, cell.percent, #cell.set, #cell.evidence, cell.evidence[1].finding)
print(given:n("hidden-adults"), given:n(), given:base(), given:base("Hartlepool"), given:n("Reviews (base)", "Hartlepool"))
-- sets that overlap
print(heddle.compare{ { "All reviews", R }, { "Hidden adults", R:with("hidden-adults") }, depth = 1, top = 1 })
E
$HEDDLE run t.lua
