--- set:crosstab with nestings and stacks: parts of one or two dimensions a side, cells named by lists and by keys.
--
-- Asked are counts, margins, bases, percentages and sets of random cells. What is printed of them is golden tests'.

local ask = require "ask"
local facts = require "facts"
local filters = require "filters"
local names = require "names"

local M = { method = "set:crosstab" }

local NAMES = { percent = true, base = true, missing = true, order = true, digits = true, unit = true }
local CELLS = 40

-- Dimensions that no other part has, each { dim =, given = as written, name = }.
local function draw_dims(w, r, unit, n, taken)
  local list = {}
  for _ = 1, 50 do
    if #list == n then break end
    local dim, given = ask.draw_dimension(w, r, unit)
    local name = type(given) == "table" and given[1] or given
    local what = dim.type .. (dim.field and dim.field.of .. dim.field.key or dim.owner)
    if not taken[what] and not taken[name] and (#list < n - 1 or n == 1 or type(given) == "string" or #list == 1) then
      taken[what], taken[name] = true, true
      list[#list + 1] = { dim = dim, given = given, name = name }
    end
  end
  return list
end

-- One part as written: its dimension, or the inner one within the outer.
local function written(part)
  local outer, inner = part[1], part[2]
  if not inner then return outer.given end
  if type(inner.given) == "string" then return outer.name .. " > " .. inner.given end
  local copy = { within = outer.name }
  for key, value in pairs(inner.given) do copy[key] = value end
  return copy
end

-- One to two parts, each of one or two dimensions; the outer one has a plain name.
local function draw_axis(w, r, unit, taken)
  local parts, forms, plain = {}, {}, true
  for p = 1, r:chance(35) and 2 or 1 do
    local part = draw_dims(w, r, unit, r:chance(50) and 2 or 1, taken)
    if #part == 2 and type(part[1].given) ~= "string" then part[1], part[2] = part[2], part[1] end
    if #part == 2 and type(part[1].given) ~= "string" then part[2] = nil end
    parts[p], forms[p] = part, written(part)
    plain = plain and type(forms[p]) == "string"
  end
  if plain and r:chance(60) then return parts, table.concat(forms, " + ") end
  if #forms == 1 then return parts, forms[1] end
  return parts, forms
end

local function joined(a, b)
  local dims = {}
  for _, one in ipairs(a) do dims[#dims + 1] = one.dim end
  for _, one in ipairs(b) do dims[#dims + 1] = one.dim end
  return dims
end

-- A field of findings pairs with one theme: with two in one cube it must not be asked.
local function two_themes_and_a_field(unit, rows, cols)
  for _, row in ipairs(unit ~= "finding" and rows or {}) do
    for _, col in ipairs(cols) do
      local themes, field = 0, false
      for _, dim in ipairs(joined(row, col)) do
        if dim.type == "theme" or dim.type == "frame" then
          themes = themes + 1
        elseif dim.owner == "finding" then
          field = true
        end
      end
      if themes > 1 and field then return "two themes and a field of findings" end
    end
  end
end

function M.draw(w, r, set)
  local options, truth, taken = {}, nil, {}
  ask.draw_options(w, r, options, NAMES)
  local unit = ask.unit_of(set, options)
  local rows, cols
  rows, options.rows = draw_axis(w, r, unit, taken)
  cols, options.cols = draw_axis(w, r, unit, taken)
  if r:chance(30) then options.where, truth = filters.draw(w, r, unit) end
  if #rows + #cols > 2 then options.missing = nil end
  local all = {}
  for _, axis in ipairs { rows, cols } do
    for _, part in ipairs(axis) do table.move(joined(part, {}), 1, #part, #all + 1, all) end
  end
  local refused = ask.refused(unit, all, options)
  refused = refused or two_themes_and_a_field(unit, rows, cols)
  if refused then return { args = { options }, refused = refused } end
  local common = ask.table_of(w, set, all, options, truth)
  local view = { rows = rows, cols = cols, tables = {}, percent = options.percent or "col",
    digits = options.digits or 0 }
  for p, row in ipairs(rows) do
    view.tables[p] = {}
    for q, col in ipairs(cols) do
      view.tables[p][q] = facts.table(w, { unit = common.unit, units = common.units, dims = joined(row, col),
        base = common.base, drop = common.drop })
    end
  end
  return { args = { options }, view = view }
end

-- A random place on an axis: its tokens from dimension `first` on, and its name; nil stands for All.
local function draw_place(r, table_, axis, p, first, tokens)
  local path, keyed, any = {}, {}, false
  for level, one in ipairs(axis[p]) do
    local group = r:chance(80) and r:pick(table_.groups[first + level - 1]) or nil
    path[level] = group and group.key or "All"
    if group then
      tokens[first + level - 1], keyed[one.name], any = group.token, group.key, true
    end
  end
  if not any then return nil end
  if #axis > 1 or r:chance(30) then return keyed end
  return #path == 1 and path[1] or path
end

local function text(name)
  if type(name) ~= "table" then return tostring(name) end
  local parts = {}
  for key, value in pairs(name) do parts[#parts + 1] = key .. "=" .. value end
  return "{" .. table.concat(parts, ", ") .. "}"
end

-- Only what is said of one side: tokens of the dimensions from `from` to `to`.
local function side(tokens, from, to)
  local some = {}
  for d = from, to do some[d] = tokens[d] end
  return some
end

local function compare_cell(differ, t, v, r)
  local p, q = r:between(1, #v.rows), r:between(1, #v.cols)
  local one, tokens, n_rows = v.tables[p][q], {}, #v.rows[p]
  local row = draw_place(r, one, v.rows, p, 1, tokens)
  local col = draw_place(r, one, v.cols, q, n_rows + 1, tokens)
  local where = ("(%s, %s)"):format(text(row), text(col))
  local n = one.count(tokens)
  local col_base = one.count(side(tokens, n_rows + 1, #one.dims))
  local base = ({ row = one.count(side(tokens, 1, n_rows)), table = one.count {} })[v.percent] or col_base
  local percent = facts.percent(n, base, v.digits)
  if percent and v.digits > 0 then percent = percent / 10 ^ v.digits end
  differ("n" .. where, t:n(row, col), n)
  differ("percent" .. where, t:percent(row, col), percent)
  differ("base" .. where, t:base(col), col_base)
  if r:chance(15) then differ("set" .. where, names.of_set(t:set(row, col)), names.of_units(one.members(tokens))) end
end

function M.differences(t, v, _, r)
  local list = {}
  local function differ(what, got, want)
    if got ~= want then list[#list + 1] = ("%s: got %s, want %s"):format(what, tostring(got), tostring(want)) end
  end
  for _ = 1, CELLS do compare_cell(differ, t, v, r) end
  differ("json", type(t:render("json")), "string")
  return list
end

return M
