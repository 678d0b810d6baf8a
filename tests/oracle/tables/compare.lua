-- set:compare and heddle.compare: themes of groups of units, and who differs from whom.

local ask = require "ask"
local facts = require "facts"
local filters = require "filters"
local json = require "json"
local measures = require "measures"
local view = require "view"

local M = { method = "set:compare" }

local THEMES = { type = "theme", owner = "finding", label = "Theme" }

-- ---- what is asked ----

local function draw_options(w, r, options)
  ask.draw_options(w, r, options, { order = true, digits = true, depth = true, under = true, unit = true })
  if r:chance(40) then options.base = r:pick { "coded", "all", "any_theme" } end
  if r:chance(60) then options.test = r:pick { "fisher", "permutation" } end
  if options.test == "permutation" then
    options.draws = r:pick { 100, 400 }
    if r:chance(50) then options.seed = r:below(1000) end
  end
  if r:chance(25) then options.top = r:between(1, 4) end
  if r:chance(30) then options.quotes = r:between(1, 3) end
end

-- The groups of a dimension: how each is called, and its units with a theme (nil: all of them).
local function groups_by(w, set, dim, options, truth)
  local dims = { THEMES, dim }
  local t = ask.table_of(w, set, dims, { unit = options.unit, depth = options.depth, under = options.under,
    base = options.base or "coded", missing = options.missing == "show" and "show" or "drop" }, truth)
  local groups = {}
  for _, col in ipairs(view.of(w, t, ask.with_defaults({ show = "n" }, "codebook")).cols) do
    groups[#groups + 1] = { key = col.group.key, label = col.group.label, token = col.token,
      members = function(theme) return t.members { theme, col.token } end }
  end
  local all = function(theme) return t.members { theme } end
  return { groups = groups, all = all, t = t, dims = dims, paired = dim.owner == "finding" and t.unit ~= "finding" }
end

local NAMES = { "One", "Two", "B: difference", "p", "All three" }

-- The groups of a call of heddle.compare: each a table of its own.
local function groups_given(w, r, set, options)
  local sets, units, seen = { set }, {}, {}
  for i = 2, r:between(2, 4) do
    repeat sets[i] = ask.draw_set(w, r) until options.unit or sets[i].unit == set.unit
  end
  local filter, truth
  if r:chance(25) then
    filter, truth = filters.draw(w, r, ask.unit_of(set, options))
    options.where = filter
  end
  local base, groups = options.base or "coded", {}
  local function table_of(one)
    return ask.table_of(w, one, { THEMES }, { unit = options.unit, depth = options.depth, under = options.under,
      base = base }, truth)
  end
  for i, one in ipairs(sets) do
    local t = table_of(one)
    groups[i] = { key = NAMES[i], label = NAMES[i], members = function(theme) return t.members { theme } end }
    for _, u in ipairs(facts.convert(one.units, ask.unit_of(set, options))) do
      local name = u.review.id .. "/" .. u.id
      if not seen[name] then units[#units + 1] = u end
      seen[name] = true
    end
  end
  local t = table_of { unit = ask.unit_of(set, options), units = units }
  return { groups = groups, all = function(theme) return t.members { theme } end, t = t, dims = { THEMES },
    paired = false, sets = sets }
end

local function draw_by(w, r, set)
  local options, truth = {}, nil
  draw_options(w, r, options)
  local unit = ask.unit_of(set, options)
  local dim
  dim, options.by = ask.draw_dimension(w, r, unit, r:chance(4) and "theme" or nil)
  if r:chance(30) then options.missing = r:pick { "show", "drop" } end
  if r:chance(30) then options.where, truth = filters.draw(w, r, unit) end
  if dim.type == "theme" then return { args = { options }, refused = "themes are what is compared" } end
  local seen = groups_by(w, set, dim, options, truth)
  if #seen.groups < 2 then return { args = { options }, refused = "fewer than two groups" } end
  if r:chance(30) then options.ref = r:pick(seen.groups).key end
  return { args = { options }, view = { seen = seen, options = options } }
end

local function draw_given(w, r, set)
  local options = {}
  draw_options(w, r, options)
  local seen = groups_given(w, r, set, options)
  if r:chance(30) then options.ref = r:pick(seen.groups).key end
  return { args = { options }, view = { seen = seen, options = options }, call = function(heddle, corpus)
    local groups = ask.given(heddle, options)
    for i, one in ipairs(seen.sets) do groups[i] = { NAMES[i], one.open(heddle, corpus) } end
    return heddle.compare(groups)
  end }
end

function M.draw(w, r, set)
  if r:chance(35) then return draw_given(w, r, set) end
  return draw_by(w, r, set)
end

-- ---- what it must be ----

local function names(units)
  local list = {}
  for _, u in ipairs(units) do list[u.review.id .. "/" .. u.id] = true end
  return list
end

-- Of all units but those of a group, those with a theme; where themes pair with findings, in another group.
local function rest(seen, second, theme)
  local own, list, taken = names(second.members()), {}, {}
  local function add(units)
    for _, u in ipairs(units) do
      local name = u.review.id .. "/" .. u.id
      if not own[name] and not taken[name] then
        taken[name] = true
        list[#list + 1] = u
      end
    end
  end
  if not theme or not seen.paired then
    add(seen.all(theme))
  else
    for _, other in ipairs(seen.groups) do
      if other ~= second then add(other.members(theme)) end
    end
  end
  return list
end

local function share(a, b)
  local own = names(a)
  for _, u in ipairs(b) do
    if own[u.review.id .. "/" .. u.id] then return true end
  end
  return false
end

-- Who is compared with whom: second, first (nil: all others), shared, prefix of the keys.
local function contrasts(seen, ref)
  local list, at = {}, nil
  for i, g in ipairs(seen.groups) do
    if g.key == ref then at = i end
  end
  if not at and #seen.groups == 2 then at = 1 end
  for i, g in ipairs(seen.groups) do
    if i ~= at then
      local c = { second = g, first = at and seen.groups[at], shared = false }
      for k, other in ipairs(seen.groups) do
        if k ~= i and (not at or k == at) then c.shared = c.shared or share(g.members(), other.members()) end
      end
      c.n2, c.n1 = #g.members(), #(c.first and c.first.members() or rest(seen, g))
      list[#list + 1] = c
    end
  end
  for _, c in ipairs(list) do c.prefix = #list > 1 and c.second.key .. ": " or "" end
  return list
end

-- The p of each theme with a case anywhere, nil where there can be none.
local function tested(seen, c, themes, options)
  if c.shared or c.n1 == 0 or c.n2 == 0 then return nil end
  if options.test == "permutation" then
    if seen.paired then return nil end
    for _, u in ipairs(c.first and c.first.members() or seen.all()) do
      if not u.review.coded then return nil end
    end
    for _, u in ipairs(c.second.members()) do
      if not u.review.coded then return nil end
    end
  end
  local ps = {}
  for i, theme in ipairs(themes) do
    local k2 = #c.second.members(theme)
    local k1 = #(c.first and c.first.members(theme) or rest(seen, c.second, theme))
    ps[i] = options.test == "fisher" and measures.fisher(k1, c.n1, k2, c.n2)
      or measures.as_far(k1, c.n1, k2, c.n2)
  end
  return ps
end

local function near(a, b, tolerance)
  if a == nil or b == nil then return a == b end
  return math.abs(a - b) <= tolerance * math.max(1, math.abs(b))
end

local function collector()
  local list = {}
  return list, function(what, right, got, want)
    if not right then list[#list + 1] = ("%s: got %s, want %s"):format(what, tostring(got), tostring(want)) end
  end
end

local function compare_interval(differ, what, got, low, high, factor)
  differ(what, (got == nil) == (low == nil), got, low)
  if got and low then
    differ(what .. " low", near(got[1], low * factor, 1e-9), got[1], low * factor)
    differ(what .. " high", near(got[2], high * factor, 1e-9), got[2], high * factor)
  end
end

local function compare_values(differ, t, v, c, theme, code)
  local function value(key) return t:value(code, c.prefix .. key) end
  local function at(key) return ("value(%s, %s)"):format(code, c.prefix .. key) end
  local k2 = #c.second.members(theme)
  local k1 = #(c.first and c.first.members(theme) or rest(v.seen, c.second, theme))
  local empty, digits = c.n1 == 0 or c.n2 == 0, v.options.digits or 0
  local points = not empty and measures.points(k1, c.n1, k2, c.n2, digits) / 10 ^ digits or nil
  differ(at "difference", near(value "difference", points, 1e-12), value "difference", points)
  local low, high, ratio, from, to
  if not empty and not c.shared then
    low, high = measures.newcombe(k1, c.n1, k2, c.n2)
    ratio, from, to = measures.odds(k1, c.n1, k2, c.n2)
  end
  compare_interval(differ, at "difference interval", value "difference interval", low, high, 100)
  differ(at "odds ratio", near(value "odds ratio", ratio, 1e-9), value "odds ratio", ratio)
  compare_interval(differ, at "odds ratio interval", value "odds ratio interval", from, to, 1)
  local some = k1 + k2 > 0 and k1 + k2 < c.n1 + c.n2
  local reading = (c.n1 < 20 or c.n2 < 20) and "too small to read" or ""
  if reading == "" and not c.shared then
    local _, least = measures.fisher(k1, c.n1, k2, c.n2)
    if not some then reading = nil elseif least > 0.05 then reading = "too small to read" end
  end
  differ(at "reading", value "reading" == reading, value "reading", reading)
  for _, key in ipairs { "difference", "odds ratio" } do
    local got, reason = t:value(code, c.prefix .. key)
    differ(at(key) .. " reason", got ~= nil or type(reason) == "string", reason, "why not")
  end
end

local function compare_tests(differ, t, v, c, rows)
  local themes, codes = {}, {}
  for _, row in ipairs(rows) do
    if row.theme and #v.seen.all(row.token) > 0 then
      themes[#themes + 1], codes[#codes + 1] = row.token, row.theme.code
    end
  end
  local ps = tested(v.seen, c, themes, v.options)
  local got = {}
  for i, code in ipairs(codes) do
    got[i] = t:value(code, c.prefix .. "p")
    local want, tolerance = ps and ps[i], 1e-9
    if ps and v.options.test == "permutation" then
      local draws = v.options.draws
      tolerance = 6 * math.sqrt(want * (1 - want) / draws) + 2 / draws
    end
    differ(("p of %s"):format(code), near(got[i], want, tolerance), got[i], want)
  end
  if not ps or #got < #codes then return end
  local holm, bh = measures.adjusted(got)
  for i, code in ipairs(codes) do
    local h, b = t:value(code, c.prefix .. "holm"), t:value(code, c.prefix .. "bh")
    differ("Holm of " .. code, near(h, holm[i], 1e-12), h, holm[i])
    differ("BH of " .. code, near(b, bh[i], 1e-12), b, bh[i])
  end
end

-- Every count, base, percentage and set of the groups, by key.
local function compare_groups(differ, t, v, rows, r)
  local digits = v.options.digits or 0
  for _, g in ipairs(v.seen.groups) do
    local base = #g.members()
    differ("base of " .. g.key, t:base(g.key) == base, t:base(g.key), base)
    for _, row in ipairs(rows) do
      local n, key = #g.members(row.token), row.key
      local where = ("(%s, %s)"):format(key, g.key)
      differ("n" .. where, t:n(key, g.key) == n, t:n(key, g.key), n)
      local percent = facts.percent(n, base, digits)
      percent = percent and percent / 10 ^ digits
      differ("percent" .. where, near(t:percent(key, g.key), percent, 1e-12), t:percent(key, g.key), percent)
      if r:chance(10) then
        local want, got = names(g.members(row.token)), t:set(key, g.key)
        local all = #got == n
        for unit in got:each() do all = all and want[(unit.review or unit.id) .. "/" .. unit.id] end
        differ("set" .. where, all, #got, n)
      end
    end
  end
  for _, row in ipairs(rows) do
    local n = #v.seen.all(row.token)
    differ("n of " .. row.key, t:n(row.key) == n, t:n(row.key), n)
  end
end

-- The findings of the units in a row and group that are in both themselves.
local function quotes_of(w, v, row, g)
  local found = facts.table(w, { unit = "finding", units = facts.convert(g.members(row.token), "finding"),
    dims = v.seen.dims, base = v.options.base or "coded" })
  local list = {}
  for _, u in ipairs(found.members { row.token, g.token }) do list[#list + 1] = u end
  table.sort(list, function(a, b)
    if a.id ~= b.id then return a.id < b.id end
    return a.review.id < b.review.id
  end)
  return list
end

local function compare_json(differ, t, w, v, rows)
  local got = json.parse(t:render("json"))
  local shown, themes = {}, 0
  for _, row in ipairs(rows) do
    if row.theme then themes = themes + 1 end
    if not (row.theme and v.options.top and themes > v.options.top) then shown[#shown + 1] = row end
  end
  differ("rows", #got.rows == #shown + 1, #got.rows, #shown + 1)
  for i, row in ipairs(shown) do
    local line = got.rows[i] or {}
    differ("row " .. i, line.key == row.key and line.label == row.label, line.key, row.key)
  end
  if not v.options.quotes then return end
  local at = 0
  for _, row in ipairs(shown) do
    for _, g in ipairs(row.theme and v.seen.groups or {}) do
      for i, u in ipairs(quotes_of(w, v, row, g)) do
        if i > v.options.quotes then break end
        at = at + 1
        local line = got.quotes[at] or {}
        differ(("quote %d"):format(at), line.finding == u.id and line.review == u.review.id and line.key == row.key
          and line.column == g.label and line.text == u.finding.text, line.finding, u.id)
      end
    end
  end
  differ("quotes", #got.quotes == at, #got.quotes, at)
end

-- The rows of the table in its order, all of them.
local function rows_of(w, v)
  local t = facts.table(w, { unit = v.seen.t.unit, units = v.seen.all(), dims = { v.seen.dims[1] },
    base = v.options.base or "coded" })
  local rows = {}
  local order = v.options.order or v.options.top and "count"
  for i, row in ipairs(view.of(w, t, ask.with_defaults({ order = order }, "codebook")).rows) do
    rows[i] = { token = row.token, key = row.group.key, label = row.group.label, theme = row.group.theme }
  end
  return rows
end

function M.differences(t, v, w, r)
  local list, differ = collector()
  local rows, top = rows_of(w, v), v.options.top
  compare_groups(differ, t, v, rows, r)
  for _, c in ipairs(contrasts(v.seen, v.options.ref)) do
    local shown = 0
    for _, row in ipairs(rows) do
      shown = shown + (row.theme and 1 or 0)
      if row.theme and (not top or shown <= top) then
        compare_values(differ, t, v, c, row.token, row.theme.code)
      end
    end
    if v.options.test and not top then compare_tests(differ, t, v, c, rows) end
  end
  compare_json(differ, t, w, v, rows)
  for _, format in ipairs { "text", "markdown", "csv" } do
    differ(format, type(t:render(format)) == "string", "nothing", "a text")
  end
  differ("explain", type(t:explain()) == "string", "nothing", "a text")
  return list
end

return M
