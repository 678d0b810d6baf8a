--- set:combinations, the exact sets of themes.

local facts = require "facts"
local filters = require "filters"
local json = require "json"
local names = require "names"
local together = require "together"

local M = { method = "set:combinations" }

function M.draw(w, r, set)
  local options = {}
  local truth = together.draw_options(w, r, set, options)
  if r:chance(40) then options.k = r:below(4) end
  if r:chance(40) then options.min = r:between(1, 3) end
  if r:chance(30) then options.top = r:between(1, 5) end
  return { args = { options }, view = together.view(w, set, options, truth, 1) }
end

-- ---- what there should be ----

local function comes_first(x, y)
  if #x.units ~= #y.units then return #x.units > #y.units end
  for i = 1, math.min(#x.places, #y.places) do
    if x.places[i] ~= y.places[i] then return x.places[i] < y.places[i] end
  end
  return #x.places < #y.places
end

-- Every distinct set: { key=, themes = groups, places=, units= }; by key too.
local function sets_of(w, v)
  local list, known, place = {}, {}, {}
  for i, g in ipairs(v.themes) do place[g] = i end
  for _, unit in ipairs(v.table.members {}) do
    local themes = unit.review.coded and together.specific(together.has(w, v, unit)) or {}
    local key = together.joined(themes, "key")
    if #themes > 0 then
      if not known[key] then
        local places = {}
        for i, g in ipairs(themes) do places[i] = place[g] end
        known[key] = { key = key, themes = themes, places = places, units = {} }
        list[#list + 1] = known[key]
      end
      table.insert(known[key].units, unit)
    end
  end
  table.sort(list, comes_first)
  return list, known
end

-- What the table should list, and how many sets are left out for each reason.
local function listed(list, options)
  local out, left = {}, { size = 0, few = 0, cut = 0 }
  for _, set in ipairs(list) do
    if options.k and #set.themes ~= options.k then
      left.size = left.size + 1
    elseif #set.units < (options.min or 1) then
      left.few = left.few + 1
    elseif options.top and #out == options.top then
      left.cut = left.cut + 1
    else
      out[#out + 1] = set
    end
  end
  return out, left
end

-- ---- comparing ----

local function percent(n, v)
  local digits = v.options.digits or 0
  local value = facts.percent(n, v.base, digits)
  return value and value / 10 ^ digits
end

local function compare_row(differ, where, row, label, key, n, size, v)
  row = row or { cells = { {}, {} } }
  differ(where .. ".label", row.label, label)
  differ(where .. ".key", row.key, key)
  differ(where .. ".n", row.cells[1].n, n)
  differ(where .. ".N", row.cells[1].N, v.base)
  differ(where .. ".percent", row.cells[1].percent and row.cells[1].percent + 0.0, percent(n, v))
  differ(where .. ".size", row.cells[2] ~= json.null and row.cells[2] or nil, size)
end

local SPECIALS = { "(other themes)", "(unresolved)", "(no theme)", "(not yet coded)" }
local SIZE = { ["(unresolved)"] = 0, ["(no theme)"] = 0 }

local function compare_json(differ, t, v, list)
  local got = json.parse(t:render("json"))
  local sets, left = listed(list, v.options)
  differ("base", got.base, together.base_line(v))
  local at = 0
  for _, set in ipairs(sets) do
    at = at + 1
    compare_row(differ, ("rows[%d]"):format(at), got.rows[at], together.joined(set.themes, "label"), set.key,
      #set.units, #set.themes, v)
  end
  for _, name in ipairs((v.options.k or 0) == 0 and SPECIALS or {}) do
    local n = v.table.count { name }
    if n > 0 then
      at = at + 1
      compare_row(differ, name, got.rows[at], name, name, n, SIZE[name], v)
    end
  end
  differ("rows", #got.rows, at + 1)
  differ("total", got.rows[#got.rows].cells[1].n, v.base)
  for what, text in pairs { size = "of another number", few = "with fewer than", cut = "behind these" } do
    local n, found = left[what], false
    for _, note in ipairs(got.notes) do
      found = found or note:find(("^Not shown: %d "):format(n)) ~= nil and note:find(text, 1, true) ~= nil
    end
    differ("note " .. text, found, n > 0)
  end
end

-- One set asked for by random names of its themes, or of any themes.
local function compare_set(differ, t, v, w, r, known, themes)
  local asked = {}
  for i, g in ipairs(r:shuffled(themes)) do asked[i] = filters.theme_name(w, r, g.theme) end
  local specific = {}
  for _, g in ipairs(v.themes) do
    for _, other in ipairs(themes) do
      if other == g then
        specific[#specific + 1] = g
        break
      end
    end
  end
  specific = together.specific(specific)
  local key = together.joined(specific, "key")
  local units = known[key] and known[key].units or {}
  differ("n{" .. key .. "}", t:n(asked), #units)
  differ("percent{" .. key .. "}", (t:percent(asked) or -1) + 0.0, percent(#units, v) or -1.0)
  differ("set{" .. key .. "}", names.of_set(t:set(asked)), names.of_units(units))
  differ("evidence{" .. key .. "}", names.of_evidence(t:evidence(asked)),
    names.of_units(together.findings(w, v, units, themes)))
end

function M.differences(t, v, w, r)
  local differences, differ = together.collector()
  local list, known = sets_of(w, v)
  for _, set in ipairs(list) do
    if r:chance(40) then compare_set(differ, t, v, w, r, known, set.themes) end
  end
  if #v.themes > 0 then compare_set(differ, t, v, w, r, known, r:some(v.themes, 3)) end
  for _, name in ipairs(SPECIALS) do differ("n " .. name, t:n(name), v.table.count { name }) end
  differ("n {}", t:n({}), v.table.count { "(no theme)" })
  differ("n()", t:n(), v.base)
  differ("base()", t:base(), v.base)
  compare_json(differ, t, v, list)
  differ("formats", type(t:render("text") .. t:render("markdown") .. t:render("csv")), "string")
  return differences
end

return M
