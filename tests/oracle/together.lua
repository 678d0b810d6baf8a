--- What the oracles of themes together share: which themes of a table each unit has, by facts alone.

local ask = require "ask"
local facts = require "facts"
local filters = require "filters"
local world = require "world"

local M = {}

local BASES = { "coded", "all", "any_theme" }

local NAMES = { digits = true, depth = true, under = true, unit = true }

--- Draw the options that all of them have into `options`, but those `without` names; returns the truth of `where`.
function M.draw_options(w, r, set, options, without)
  local truth, names = nil, {}
  for name in pairs(NAMES) do names[name] = not (without and without[name]) end
  ask.draw_options(w, r, options, names)
  if not (without and without.base) and r:chance(40) then options.base = r:pick(BASES) end
  if r:chance(30) then options.where, truth = filters.draw(w, r, ask.unit_of(set, options)) end
  return truth
end

--- The facts of a call: { table= (of `n` theme dimensions), themes = its groups that are themes, base=, base_line= }.
function M.view(w, set, options, truth, n)
  local dims = {}
  for d = 1, n do dims[d] = { type = "theme", owner = "finding", label = "Theme" } end
  local table_ = ask.table_of(w, set, dims, options, truth)
  local themes = {}
  for _, g in ipairs(table_.groups[1]) do
    if g.theme then themes[#themes + 1] = g end
  end
  return { table = table_, themes = themes, base = table_.count {}, unit = table_.unit, options = options }
end

local SINGULAR = { reviews = "review", children = "child", findings = "finding" }

--- "base: 5 coded reviews (1 not yet coded)"
function M.base_line(v)
  local t, words, brief = v.table, world.plural[v.unit], {}
  if t.base ~= "all" then words = v.unit == "review" and "coded reviews" or words .. " of coded reviews" end
  if t.base == "any_theme" then words = words .. " with any label" end
  if v.base == 1 then words = words:gsub("%a+", SINGULAR):gsub("of coded", "of a coded") end
  for _, why in ipairs { { "not coded", "not yet coded" }, { "no theme", "coded with no theme" } } do
    if #t.left[why[1]] > 0 then brief[#brief + 1] = #t.left[why[1]] .. " " .. why[2] end
  end
  return ("base: %d %s%s"):format(v.base, words, #brief > 0 and " (" .. table.concat(brief, ", ") .. ")" or "")
end

--- The themes of the table that one unit has, as a list of groups in codebook order.
function M.has(w, v, unit)
  local one = facts.table(w, { unit = unit.kind, units = { unit }, dims = { v.table.dims[1] }, base = "all" })
  local list = {}
  for _, g in ipairs(v.themes) do
    if one.count { g.token } > 0 then list[#list + 1] = g end
  end
  return list
end

--- Those of a list of groups that have no other of it below them.
function M.specific(list)
  local out = {}
  for _, g in ipairs(list) do
    local last = true
    for _, other in ipairs(list) do
      if other ~= g and facts.is_below(other.theme, g.theme) then last = false end
    end
    if last then out[#out + 1] = g end
  end
  return out
end

--- The findings of units that themselves have one of these groups.
function M.findings(w, v, units, groups)
  local out = {}
  for _, f in ipairs(facts.convert(units, "finding")) do
    local found = false
    for _, g in ipairs(f.review.coded and M.has(w, v, f) or {}) do
      for _, wanted in ipairs(groups) do found = found or g == wanted end
    end
    if found then out[#out + 1] = f end
  end
  return out
end

--- A list of groups as one text, by "key" or "label".
function M.joined(groups, key, between)
  local list = {}
  for i, g in ipairs(groups) do list[i] = g[key] end
  return table.concat(list, between or " + ")
end

local function shown(value)
  return type(value) == "string" and ("%q"):format(value) or tostring(value)
end

--- A list of differences that takes values to compare; numbers that are no counts up to rounding.
function M.collector()
  local list = {}
  return list, function(what, got, want)
    local same = got == want
    if math.type(got) == "float" and math.type(want) == "float" then
      same = math.abs(got - want) <= 1e-9 * math.max(1, math.abs(want))
    end
    if not same or math.type(got) ~= math.type(want) then
      list[#list + 1] = ("%s: got %s, want %s"):format(what, shown(got), shown(want))
    end
  end
end

--- The note that begins with TEXT, nil.
function M.note(got, text)
  for _, note in ipairs(got.notes) do
    if note:sub(1, #text) == text then return note end
  end
end

return M
