# Every cell, margin and base of nestings and stacks is that of plain tables of the units they are within: an outer
# dimension of reviews is a condition on them. All units, bases and sides.
$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'L'
local groups = {
  area = { "Hartlepool", "Stockton-on-Tees" },
  outcome = { "death", "serious-harm", "other", "unknown", "not recorded" },
  scope = { "local", "national" },
  theme = { "hidden-adults", "domestic-abuse", "infant-risks", "(no theme)", "(unresolved)", "All" },
  sex = { "female", "male", "unknown", "All" },
  ["finding.kind"] = { "action", "not recorded", "All" },
  age = { "under 1", "1 to 2", "3 and over", "unknown", "All" },
}
local states = { unknown = heddle.unknown, ["not recorded"] = heddle.not_recorded }
local function dim(name, within)
  if name ~= "age" then return within and within .. " > " .. name or name end
  return { "age", bins = { 1, 3 }, within = within }
end
local function plain(set, row, col, base)
  if not col then return set:count(dim(row), { base = base }) end
  return set:crosstab { rows = dim(row), cols = dim(col), base = base }
end
local checks, wrong = 0, 0
local function same(a, b, ...)
  checks = checks + 1
  if a == b then return end
  wrong = wrong + 1
  if wrong < 10 then print("differs", a, b, ...) end
end
local function cells(f, row, col)
  for _, r in ipairs(groups[row]) do
    for _, c in ipairs(groups[col] or { "All" }) do f(r, c) end
  end
end
local function base_for(base, ...)
  for _, name in ipairs { ... } do
    if base == nil and name == "theme" then return "coded" end
  end
  return base
end
local function nested(set, outer, inner, col, base)
  local rows, cols, count = nil, nil, nil
  if col then
    rows = set:crosstab { rows = dim(inner, outer), cols = dim(col), base = base }
    cols = set:crosstab { rows = dim(col), cols = dim(inner, outer), base = base }
  else
    count = set:count(dim(inner, outer), { base = base })
  end
  local all = plain(set, inner, col, base)
  cells(function(i, c)
    for _, t in ipairs { rows or count } do same(t:n({ "All", i }, col and c), all:n(i, col and c), outer, inner, col) end
  end, inner, col)
  for _, o in ipairs(groups[outer]) do
    local t = plain(set:where { [outer] = states[o] or o }, inner, col, base)
    same((rows or count):n(o), t:n(), outer, inner, col, base, o)
    cells(function(i, c)
      if not col then return same(count:n { o, i }, t:n(i), outer, inner, o, i, base) end
      same(rows:n({ o, i }, c), t:n(i, c), outer, inner, col, o, i, c, base)
      same(cols:n(c, { o, i }), t:n(i, c), outer, inner, col, o, i, c, base)
      same(cols:base { o, i }, t:n(i), outer, inner, col, o, i, base)
    end, inner, col)
  end
end
local function stacked(set, row, other, col, base)
  local t = set:crosstab { rows = { dim(row), dim(other) }, cols = dim(col), base = base }
  local u = set:crosstab { rows = dim(col), cols = { dim(row), dim(other) }, base = base }
  local want = plain(set, row, col, base_for(base, row, other, col))
  cells(function(r, c)
    same(t:n({ [row] = r }, c), want:n(r, c), row, other, col, r, c, base)
    same(u:n(c, { [row] = r }), want:n(r, c), row, other, col, r, c, base)
  end, row, col)
end
local inner = { "theme", "sex", "age", "finding.kind" }
for _, set in ipairs { corpus.reviews, corpus.children, corpus.findings } do
  for _, base in ipairs { "coded", "all", "any_theme", "mentions" } do
    if base ~= "mentions" or set ~= corpus.children then
      for _, o in ipairs { "area", "outcome", "scope" } do
        for _, i in ipairs(inner) do
          nested(set, o, i, nil, base)
          for _, c in ipairs(inner) do
            if i ~= c then nested(set, o, i, c, base) end
          end
        end
      end
    end
  end
  for _, r in ipairs(inner) do
    for _, other in ipairs(inner) do
      if other ~= r then
        for _, c in ipairs { "sex", "area", "theme" } do stacked(set, r, other, c) end
      end
    end
  end
end
print(checks > 50000, wrong)
L
$HEDDLE run t.lua
