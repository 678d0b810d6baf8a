$HEDDLE import $ROOT/tests/golden/frames/crosswalk.jsonl >/dev/null
cat >t.lua <<'L'
local function ids(set)
  local list = {}
  for r in set:each() do list[#list + 1] = r.id end
  return table.concat(list, " ")
end
local reviews = corpus.reviews
print(ids(reviews:where { panel = "sharing" }), ids(reviews:where { ["panel@2020"] = { "life", "Challenge" } }))
print(ids(reviews:where "not panel@2020 = 'life' and panel in ('life', 'sharing')"), ids(reviews:where "panel@2020 != 'culture'"))
print(reviews:where("panel@2020 in (:one, 'culture') or panel = 'life'", { one = "life" }):explain())
print(ids(reviews:where "finding(panel@2020 = 'challenge' and kind = 'practice')"))
for _, wrong in ipairs { "panel = 'lif'", "panel@2021 = 'life'", "panel < 'life'", "panel is unknown", "pannel = 'life'" } do
  print(select(2, pcall(function() return reviews:where(wrong) end)))
end
print(select(2, pcall(function() return reviews:where { panel = { from = "a" } } end)))
for _, wrong in ipairs { { rows = "panel", cols = "panel@1" }, { rows = "panel", cols = "area", depth = 1 } } do
  print(select(2, pcall(function() return reviews:crosstab(wrong) end)))
end
L
$HEDDLE run t.lua
