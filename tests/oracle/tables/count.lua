--- set:count, a one-way table of any dimension.

local ask = require "ask"
local facts = require "facts"
local filters = require "filters"
local view = require "view"

local M = { method = "set:count" }

local NAMES = { percent = true, base = true, show = true, top = true, missing = true, order = true, digits = true,
  depth = true,
  under = true, unit = true }

-- The comparators to stand beside a table of this dimension: a list, and how a script names it; why they cannot.
local function draw_beside(w, r, name)
  local list, ids = {}, {}
  local plain = type(name) == "table" and name[1] or name
  for _, c in ipairs(w.comparators) do
    if c.field == plain:match("[^.]+$") then list[#list + 1], ids[#ids + 1] = c, c.id end
  end
  if #list == 0 and r:chance(5) then return w.comparators, w.comparators[1].id, "a comparator of another field" end
  if #list > 0 and r:chance(10) then return list, { ids[1], "none such" }, "an unknown comparator" end
  return list, #list > 0 and (r:chance(50) and ids or ids[1]) or nil
end

local function plural(unit)
  return ({ inquiry = "inquiries", notification = "notifications", review = "reviews" })[unit]
end

-- Columns of published counts behind those that were counted, as they stand in JSON.
local function add_beside(shown, list)
  local json, digits = shown.json, shown.options.digits
  local shows = {}
  for _, what in ipairs(shown.show) do shows[what] = true end
  for _, c in ipairs(list) do
    local columns = {}
    if shows.n or shows["n/N"] or not shows.percent then
      columns[1] = { label = plural(c.unit):gsub("^%l", string.upper), key = c.id }
    end
    if shows.percent then
      columns[#columns + 1] = { label = "% of " .. plural(c.unit), key = c.id .. " %", percent = true }
    end
    for _, column in ipairs(columns) do
      json.columns[#json.columns + 1] = column
      for _, row in ipairs(json.rows) do
        local n = row.kind == "base" and c.total or nil
        for i, value in ipairs(c.values) do
          local same = value == row.key or value:lower() == row.label:lower()
          if row.kind == "value" and same then n = c.counts[i] end
        end
        if n and column.percent then
          local some = n > 0
          n = c.total and facts.percent(n, c.total, digits) / math.tointeger(10 ^ digits) or nil
          if n == 0 and some then n = { value = 0, state = "low" } end -- it is not 0, but rounds to it
        end
        row.cells[#row.cells + 1] = n or false
      end
    end
  end
end

function M.draw(w, r, set)
  local options, truth = {}, nil
  ask.draw_options(w, r, options, NAMES)
  local unit = ask.unit_of(set, options)
  local dim, name = ask.draw_framed(w, r, unit)
  if (dim.type ~= "theme" or dim.frame) and r:chance(90) then options.depth, options.under = nil, nil end
  if r:chance(30) then options.where, truth = filters.draw(w, r, unit) end
  local refused, beside = ask.refused(unit, { dim }, options), nil
  if r:chance(70) then
    local why
    beside, options.beside, why = draw_beside(w, r, name)
    refused = refused or why
  end
  if refused then return { args = { name, options }, refused = refused } end
  local table_ = ask.table_of(w, set, { dim }, options, truth)
  local shown = view.of(w, table_, ask.with_defaults(options))
  if options.beside then add_beside(shown, beside) end
  return { args = { name, options }, view = shown }
end

return M
