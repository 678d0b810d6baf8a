--- What questions are made of: sets, dimensions and options, drawn from a world; and how a question is written.

local facts = require "facts"
local filters = require "filters"
local world = require "world"

local M = {}

-- ---- how values are written in a script ----

local MISSING = { unknown = "unknown", ["not applicable"] = "not_applicable", ["not recorded"] = "not_recorded" }

local function missing(value)
  return type(value) == "table" and value[1] == "missing" and MISSING[value[2]]
end

local function write(value)
  if type(value) == "string" then return ("%q"):format(value) end
  if type(value) ~= "table" then return tostring(value) end
  if missing(value) then return "heddle." .. missing(value) end
  local parts, keys = {}, {}
  for i, item in ipairs(value) do parts[i] = write(item) end
  for key in pairs(value) do
    if type(key) == "string" then keys[#keys + 1] = key end
  end
  table.sort(keys)
  for _, key in ipairs(keys) do
    local name = key:match("^[%a_][%w_]*$") or ("[%q]"):format(key)
    parts[#parts + 1] = name .. " = " .. write(value[key])
  end
  return "{ " .. table.concat(parts, ", ") .. " }"
end

--- The values a script gives: heddle's own for missing states.
function M.given(heddle, value)
  if type(value) ~= "table" then return value end
  if missing(value) then return heddle[missing(value)] end
  local copy = {}
  for key, item in pairs(value) do copy[key] = M.given(heddle, item) end
  return copy
end

local given = M.given

--- A call of METHOD with these arguments, as text.
function M.text(set, method, args)
  local parts = {}
  for i, arg in ipairs(args) do parts[i] = write(arg) end
  return ("%s:%s(%s)"):format(set.text, method, table.concat(parts, ", "))
end

--- The same call on a corpus.
function M.call(heddle, corpus, set, method, args)
  local object = set.open(heddle, corpus)
  return object[method](object, table.unpack(given(heddle, args)))
end

-- ---- sets ----

--- A set: its unit, its units, how it is written and opened.
function M.draw_set(w, r)
  local unit = r:pick(world.units)
  local units = facts.units(w, unit)
  local name = world.plural[unit]
  local set = { unit = unit, units = units, text = "corpus." .. name,
    open = function(_, corpus) return corpus[name] end }
  local what = r:below(100)
  if what < 25 then
    local filter, truth = filters.draw(w, r, unit)
    set.units = filters.keep(units, truth)
    set.text = ("corpus.%s:where(%s)"):format(name, write(filter))
    set.open = function(heddle, corpus) return corpus[name]:where(given(heddle, filter)) end
  elseif what < 40 and #facts.codebook(w) > 0 then
    local themes, method = r:some(facts.codebook(w), 2), r:pick { "with", "without" }
    local names = {}
    for i, theme in ipairs(themes) do names[i] = filters.theme_name(w, r, theme) end
    set.units = filters[method](units, themes)
    set.text = ("corpus.%s:%s(%s)"):format(name, method, write(names))
    set.open = function(_, corpus) return corpus[name][method](corpus[name], names) end
  end
  return set
end

-- ---- dimensions ----

local PERIODS = { "financial-year", "calendar-year", "academic-year", "quarter", "month" }
local BOUNDS = { 0, 0.5, 1, 2, 3, 6, 7.5, 11 }

local function of_field(w, r, unit)
  local field = r:pick(w.fields)
  local name = filters.name(w, r, unit, field)
  local dim = { type = "field", field = field, owner = field.of, label = field.label }
  if field.kind == "number" and r:chance(70) then
    dim.type, dim.bounds = "bins", r:some(BOUNDS, 4)
    return dim, { name, bins = dim.bounds }
  elseif field.kind == "date" and r:chance(80) then
    dim.type, dim.period = "period", r:pick(PERIODS)
    dim.label = ("%s (%s)"):format(field.label, (dim.period:gsub("-", " ")))
    return dim, { name, period = dim.period }
  end
  return dim, name
end

local ID_LABELS = { review = "Review", child = "Child", finding = "Finding" }

--- A dimension of tables of a unit, and how a script names it. `kinds` narrows to "theme" or "other".
function M.draw_dimension(w, r, unit, kinds)
  local what = r:below(100)
  if kinds == "theme" or not kinds and what < 30 then
    return { type = "theme", owner = "finding", label = "Theme" }, "theme"
  end
  if what < 78 then return of_field(w, r, unit) end
  if what < 90 then
    local band = r:pick(w.bands)
    local label = band.name:gsub("_", " "):gsub("^%l", string.upper)
    return { type = "band", field = band.field, bounds = band.bounds, owner = band.field.of, label = label }, band.name
  end
  if what < 95 then return { type = "coded", owner = "review", label = "Coded" }, "coded" end
  if r:chance(50) then return { type = "id", owner = "review", label = "Review" }, "review" end
  local owner = r:pick(world.units)
  return { type = "id", owner = owner, label = ID_LABELS[owner] }, owner == unit and "id" or owner .. ".id"
end

--- The same, and in the place of some themes those of another frame.
function M.draw_framed(w, r, unit, kinds)
  local dim, name = M.draw_dimension(w, r, unit, kinds)
  if dim.type ~= "theme" or r:chance(60) then return dim, name end
  dim.frame = r:pick(w.frames)
  dim.label = dim.frame.label
  name = dim.frame.name
  return dim, dim.frame == w.frames[2] and r:chance(50) and "frame" or name
end

--- A random name of a group of a dimension, as t:n takes it.
function M.group_name(w, r, dim, group)
  if group.theme then return filters.theme_name(w, r, group.theme) end
  if group.kind == "value" and r:chance(50) then
    if dim.type == "coded" or dim.field and dim.type == "field" and dim.field.kind == "flag" then
      return group.key == "true"
    end
    if dim.type == "field" and dim.field.kind == "number" then return tonumber(group.key) end
  end
  return group.key
end

-- ---- options ----

local VALUES = {
  percent = { "col", "row", "table", "none" },
  base = { "coded", "all", "any_theme", "mentions" },
  show = { "n", "percent", "n/N", "ci" },
  missing = { "show", "drop" },
  order = { "codebook", "count", "label" },
  unit = { "review", "child", "finding", "reviews", "children", "findings" },
  mentions = { true, false },
}

--- Give some of the named options random values.
function M.draw_options(w, r, options, names)
  local function maybe(name, percent, draw)
    if names[name] and r:chance(percent) then options[name] = draw() end
  end
  for _, name in ipairs { "percent", "base", "missing", "order", "unit", "mentions" } do
    maybe(name, 35, function() return r:pick(VALUES[name]) end)
  end
  maybe("show", 35, function()
    local list = r:shuffled(VALUES.show)
    if r:chance(30) then return list[1] end
    return table.move(list, 1, r:between(1, #list), 1, {})
  end)
  maybe("top", 25, function() return r:between(1, 5) end)
  maybe("transpose", 35, function() return r:chance(50) end)
  maybe("digits", 35, function() return r:below(7) end)
  maybe("depth", 25, function() return r:between(1, 4) end)
  maybe("under", 25, function()
    local book = facts.codebook(w)
    return #book > 0 and filters.theme_name(w, r, r:pick(book)) or nil
  end)
end

--- The theme that a name given as `under` stands for.
function M.theme_named(w, name)
  for _, theme in ipairs(w.themes) do
    local names = { theme.code, theme.label, table.unpack(theme.aliases) }
    for _, known in ipairs(names) do
      if known == name then return world.target(theme) end
    end
  end
end

--- From the options of a call to what is counted: the set in the unit asked, narrowed by where; depth and under on the
-- theme dimensions; the base. `where` is { filter as written, truth }.
function M.table_of(w, set, dims, options, truth)
  local unit, units, themed = set.unit, set.units, false
  if options.unit then
    unit = ({ reviews = "review", children = "child", findings = "finding" })[options.unit] or options.unit
    units = facts.convert(units, unit)
  end
  if truth then units = filters.keep(units, truth) end
  for _, dim in ipairs(dims) do
    if dim.type == "theme" then
      themed = true
    end
    if dim.type == "theme" and not dim.frame then
      dim.depth, dim.under = options.depth, options.under and M.theme_named(w, options.under)
    end
  end
  return facts.table(w, { unit = unit, units = units, dims = dims, drop = options.missing == "drop",
    base = options.base or (themed and "coded" or "all") })
end

--- What the unit of the table will be.
function M.unit_of(set, options)
  return ({ reviews = "review", children = "child", findings = "finding" })[options.unit] or options.unit or set.unit
end

--- The options with the defaults of the API.
function M.with_defaults(options, order)
  local show = options.show
  if type(show) == "string" then show = { show } end
  return { percent = options.percent or "col", show = show or { "n", "percent" }, top = options.top,
    order = options.order or order or options.top and "count" or "codebook", digits = options.digits or 0,
    mentions = options.mentions, base = options.base }
end

--- Why a table of one or two dimensions must be refused, or nil.
function M.refused(unit, dims, options)
  local themes, own = 0, 0
  for _, dim in ipairs(dims) do
    if dim.type == "theme" then themes = themes + 1 end
    if dim.type == "theme" and not dim.frame then own = own + 1 end
  end
  local show = type(options.show) == "string" and { options.show } or options.show or { "n" }
  local shows_n = false
  for _, what in ipairs(show) do shows_n = shows_n or what == "n" end
  if options.percent == "none" and not shows_n then return "nothing to show" end
  if options.percent == "row" and #dims == 1 then return "percent of rows needs two dimensions" end
  if (options.depth or options.under) and own == 0 then return "depth and under need themes" end
  if options.base == "mentions" and (unit == "child" or themes > 1) then return "no mentions of children or pairs" end
  if options.mentions and (unit == "child" or options.base == "mentions") then return "no codings beside these" end
end

return M
