--- set:cooccurrence, themes with themes.

local facts = require "facts"
local filters = require "filters"
local json = require "json"
local names = require "names"
local together = require "together"

local M = { method = "set:cooccurrence" }

function M.draw(w, r, set)
  local options = {}
  local truth = together.draw_options(w, r, set, options)
  if r:chance(40) then options.by = r:pick { "jaccard", "lift", "count" } end
  if r:chance(40) then options.min = r:below(4) end
  if r:chance(30) then options.top = r:between(1, 8) end
  if r:chance(30) then options.matrix = r:chance(70) end
  if options.matrix and (options.by or options.min or options.top) then
    if r:chance(20) then return { args = { options }, refused = "options of the list" } end
    options.by, options.min, options.top = nil, nil, nil
  end
  return { args = { options }, view = together.view(w, set, options, truth, 2) }
end

-- ---- what a pair should be ----

local function related(a, b)
  return a ~= b and (facts.is_below(a.theme, b.theme) or facts.is_below(b.theme, a.theme))
end

local function share(n, of)
  if of > 0 then return n / of end
end

local function phi(both, a, b, n)
  local only_a, only_b = a - both, b - both
  local neither = n - a - only_b
  local product = a * (n - a) * b * (n - b)
  if product > 0 then return (both * neither - only_a * only_b) / math.sqrt(product) end
end

local function pair_of(v, x, y)
  local count = v.table.count
  local both, a, b, n = count { x.token, y.token }, count { x.token }, count { y.token }, v.base
  return { x = x, y = y, both = both, a = a, b = b, n = n, jaccard = share(both, a + b - both),
    lift = a > 0 and b > 0 and share(both * n, a * b) or nil, phi = phi(both, a, b, n), given = share(both, a),
    reverse = share(both, b), few = both < 5, imbalanced = math.max(a, b) > 5 * math.min(a, b) }
end

-- An exact order: fractions are compared crosswise.
local function before(by, p, q)
  if by == "count" then return p.both > q.both, p.both == q.both end
  local pd = by == "lift" and p.a * p.b or p.a + p.b - p.both
  local qd = by == "lift" and q.a * q.b or q.a + q.b - q.both
  if pd == 0 or qd == 0 then return pd > 0 and qd == 0, pd == qd end
  return p.both * qd > q.both * pd, p.both * qd == q.both * pd
end

-- The pairs that should be listed, how many have too few units, how many are cut.
local function list_of(v)
  local list, hidden, min = {}, 0, v.options.min or 1
  for i, x in ipairs(v.themes) do
    for j = i + 1, #v.themes do
      local y = v.themes[j]
      if not related(x, y) then
        local pair = pair_of(v, x, y)
        if pair.both >= min then
          local at = #list + 1
          while at > 1 and before(v.options.by or "jaccard", pair, list[at - 1]) do at = at - 1 end
          table.insert(list, at, pair)
        else
          hidden = hidden + 1
        end
      end
    end
  end
  local cut = math.max(0, #list - (v.options.top or #list))
  return table.move(list, 1, #list - cut, 1, {}), hidden, cut
end

-- ---- comparing ----

local MEASURES = { "both", "a", "b", "n", "jaccard", "lift", "phi", "given", "reverse", "few", "imbalanced" }

local function compare_pair(differ, t, v, w, r, x, y)
  local where = ("(%s, %s)"):format(x.key, y.key)
  local a, b = filters.theme_name(w, r, x.theme), filters.theme_name(w, r, y.theme)
  local n = not related(x, y) and v.table.count { x.token, y.token } or nil
  differ("n" .. where, (t:n(a, b)), n)
  if x == y or not n then
    differ("pair" .. where, (t:pair(a, b)), nil)
    if not n then differ("set" .. where, (t:set(a, b)), nil) end
    return
  end
  local got, want = t:pair(a, b), pair_of(v, x, y)
  for _, name in ipairs(MEASURES) do differ(("pair%s.%s"):format(where, name), got[name], want[name]) end
  for _, name in ipairs { "jaccard", "lift", "phi", "given", "reverse" } do
    differ(("pair%s.reasons.%s"):format(where, name), type(got.reasons[name]), want[name] and "nil" or "string")
  end
  if got.jaccard and (got.jaccard < 0 or got.jaccard > 1) then differ("Jaccard within 0 and 1", got.jaccard, 1) end
  if r:chance(20) then
    local members = v.table.members { x.token, y.token }
    differ("set" .. where, names.of_set(t:set(a, b)), names.of_units(members))
    differ("evidence" .. where, names.of_evidence(t:evidence(a, b)),
      names.of_units(together.findings(w, v, members, { x, y })))
  end
end

local function marks(pair)
  return (pair.few and "few" or "") .. (pair.few and pair.imbalanced and ", " or "")
    .. (pair.imbalanced and "uneven" or "")
end

local function number(value)
  return value ~= json.null and value or nil
end

local function percent(n, of, digits)
  local value = facts.percent(n, of, digits)
  if value and digits > 0 then value = value / 10 ^ digits end
  return value and value + 0.0
end

local function float(value)
  value = number(value)
  return type(value) == "number" and value + 0.0 or value
end

local function compare_list(differ, got, v)
  local list, hidden, cut = list_of(v)
  differ("rows", #got.rows, #list)
  for i, pair in ipairs(list) do
    local row = got.rows[i] or { cells = {} }
    local where, digits = ("rows[%d]"):format(i), v.options.digits or 0
    differ(where .. ".key", row.key, pair.x.key .. " + " .. pair.y.key)
    differ(where .. ".label", row.label, pair.x.label .. " + " .. pair.y.label)
    for c, name in ipairs { "both", "a", "b" } do differ(where .. "." .. name, row.cells[c], pair[name]) end
    for c, name in ipairs { "jaccard", "lift", "phi" } do
      differ(where .. "." .. name, float(row.cells[3 + c]), pair[name])
    end
    differ(where .. ".given", float(row.cells[7]), percent(pair.both, pair.a, digits))
    differ(where .. ".reverse", float(row.cells[8]), percent(pair.both, pair.b, digits))
    differ(where .. ".marks", row.cells[9], marks(pair))
  end
  local function shown(n, text)
    local note = together.note(got, ("Not shown: %d %s"):format(n, text))
    differ("note of " .. text, note ~= nil, n > 0)
  end
  local min = v.options.min or 1
  shown(hidden, (hidden == 1 and "pair " or "pairs ") .. (min == 1 and "that no" or "with fewer than " .. min))
  shown(cut, cut == 1 and "more pair" or "more pairs")
  return list
end

local function compare_matrix(differ, got, v)
  differ("rows", #got.rows, #v.themes)
  for i, x in ipairs(v.themes) do
    local row = got.rows[i] or { cells = {} }
    differ(("rows[%d].key"):format(i), row.key, x.key)
    differ(("rows[%d].label"):format(i), row.label, i .. " " .. x.label)
    for j, y in ipairs(v.themes) do
      local n = not related(x, y) and v.table.count { x.token, y.token } or nil
      differ(("matrix(%s, %s)"):format(x.key, y.key), number(row.cells[j]), n)
    end
  end
end

function M.differences(t, v, w, r)
  local list, differ = together.collector()
  for _, x in ipairs(v.themes) do
    differ(("n(%s)"):format(x.key), t:n(filters.theme_name(w, r, x.theme)), v.table.count { x.token })
    for _, y in ipairs(v.themes) do
      if r:chance(40) then compare_pair(differ, t, v, w, r, x, y) end
    end
  end
  differ("n()", t:n(), v.base)
  differ("base()", t:base(), v.base)
  local got = json.parse(t:render("json"))
  differ("base", got.base, together.base_line(v))
  local pairs_
  if v.options.matrix then
    compare_matrix(differ, got, v)
    pairs_ = list_of(v)
  else
    pairs_ = compare_list(differ, got, v)
    local _, lines = t:render("csv"):gsub("\r\n", "")
    differ("lines of CSV", lines, #pairs_ + 1)
  end
  local _, edges = t:render("graphml"):gsub("<edge ", "")
  local _, nodes = t:render("graphml"):gsub("<node ", "")
  differ("edges", edges, #pairs_)
  differ("nodes", nodes, #v.themes)
  differ("text", type(t:render("text") .. t:render("markdown")), "string")
  return list
end

return M
