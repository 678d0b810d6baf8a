--- set:cooccurrence{}: which themes are found together, as a list of pairs or a symmetric matrix.
--
-- Both are views of one cube of themes with themes, which pairs on the unit counted.  A theme and one above it are no
-- pair: whatever has the one has the other.

local check = require "heddle.check"
local core = require "heddle.core"
local number = require "heddle.number"
local result = require "heddle.result"
local together = require "heddle.together"

local M = {}

local ALL = 0
local FEW = 5 -- HD_MEASURE_LIFT_FEW
local MAX_PAIRS = 200000

local stats

-- ---- one pair ----

-- A fraction, nil where it is one of nothing.
local function share(n, of)
  return of > 0 and { n, of } or nil
end

-- What is known of the pair of themes I and J.  Fractions are kept as { numerator, denominator }.
local function measure(self, i, j)
  stats = stats or core.stats()
  local both = core.cube_count(self.cube, i, j)
  local a, b, n = core.cube_count(self.cube, i, ALL), core.cube_count(self.cube, j, ALL), self.base
  local pair = { i = i, j = j, both = both, a = a, b = b, few = both < FEW, imbalanced = stats.imbalanced(a, b),
    jaccard = share(both, a + b - both), lift = share(both * n, a * b), given = share(both, a),
    reverse = share(both, b), reasons = {} }
  pair.phi, pair.reasons.phi = stats.phi(stats.pair(both, a, b, n))
  if not pair.jaccard then pair.reasons.jaccard = select(2, stats.jaccard(both, a, b)) end
  if not pair.lift then pair.reasons.lift = select(2, stats.lift(both, a, b, n)) end
  if not pair.given then pair.reasons.given = select(2, stats.given(both, a)) end
  if not pair.reverse then pair.reasons.reverse = select(2, stats.given(both, b)) end
  return pair
end

-- The marks of a pair, as the column of that name has them.
local function marks(pair)
  return (pair.few and "few" or "") .. (pair.few and pair.imbalanced and ", " or "")
    .. (pair.imbalanced and "uneven" or "")
end

-- ---- the list ----

-- What pairs are in the order of; nil stands behind all numbers.  Quotients of equal fractions are equal.
local rank = {
  jaccard = function(pair) return pair.jaccard and pair.jaccard[1] / pair.jaccard[2] end,
  lift = function(pair) return pair.lift and pair.both / (pair.a * pair.b) end,
  count = function(pair) return pair.both end,
}

local function sort(pairs_, by)
  for at, pair in ipairs(pairs_) do pair.at, pair.rank = at, rank[by](pair) or -1 end
  table.sort(pairs_, function(x, y)
    if x.rank ~= y.rank then return x.rank > y.rank end
    return x.at < y.at
  end)
end

-- The pairs with at least `min` units, in codebook order, and how many have fewer.
local function find_pairs(self)
  local list, hidden, indexes = {}, 0, {}
  for i in ipairs(self.themes) do indexes[i] = i end
  for i, a in ipairs(self.themes) do
    local row = core.cube_row(self.cube, i, indexes)
    for j = i + 1, #self.themes do
      if not together.related(self, a, self.themes[j]) then
        if row[j] < self.min then
          hidden = hidden + 1
        else
          if #list == MAX_PAIRS then
            check.fail("set:cooccurrence", "more than %d pairs with %d or more %s: a higher min, depth or under "
              .. "makes fewer", MAX_PAIRS, self.min, number.plural(self.unit))
          end
          list[#list + 1] = measure(self, i, j)
        end
      end
    end
  end
  return list, hidden
end

-- The pairs that are listed, made once.
local function pairs_of(self)
  if self.list then return self.list end
  local list, hidden = find_pairs(self)
  sort(list, self.by)
  self.hidden, self.cut = hidden, math.max(0, #list - self.top)
  for at = #list, #list - self.cut + 1, -1 do list[at] = nil end
  self.list = list
  return list
end

local columns = {
  { label = "Both", key = "both", value = "count" },
  { label = "A", key = "a", value = "count" },
  { label = "B", key = "b", value = "count" },
  { label = "Jaccard", key = "jaccard", value = "fraction", digits = 3 },
  { label = "Lift", key = "lift", value = "fraction", digits = 2 },
  { label = "Phi", key = "phi", value = "decimal", digits = 2 },
  { label = "% of A with B", key = "given", value = "percent" },
  { label = "% of B with A", key = "reverse", value = "percent" },
  { label = "Marks", key = "marks", value = "text" },
}

-- What is said below the list.
local function list_notes(self, list)
  local notes, unit, few, uneven = table.move(self.notes, 1, #self.notes, 1, {}), self.unit, false, false
  for _, pair in ipairs(list) do few, uneven = few or pair.few, uneven or pair.imbalanced end
  local words = self.min == 1 and "that no " .. unit .. " has"
    or ("with fewer than %s together"):format(number.units(self.min, unit))
  notes[#notes + 1] = together.hidden(self.hidden, "pair", words)
  notes[#notes + 1] = together.hidden(self.cut, "more pair", "behind these")
  if #list > 0 then
    notes[#notes + 1] = ("A is the theme named first. Jaccard: %s with both, of those with either. Lift: 1 is what two "
      .. "themes have that have nothing to do with each other."):format(number.plural(unit))
  end
  if few then
    notes[#notes + 1] = ("few: fewer than %d %s together, so that one more or less changes lift much."):format(FEW,
      number.plural(unit))
  end
  if uneven then
    notes[#notes + 1] = "uneven: one theme is more than 5 times as frequent as the other, so that Jaccard is low "
      .. "whatever they share; read the percentages."
  end
  return notes
end

local function list_frame(self)
  local list, spec, rows = pairs_of(self), {}, {}
  for c, column in ipairs(columns) do
    spec[c] = { label = column.label, key = column.key, value = column.value,
      digits = column.value == "percent" and self.digits or column.digits }
  end
  for r, pair in ipairs(list) do
    local values, reasons = {}, {}
    for c, column in ipairs(columns) do
      values[c], reasons[c] = pair[column.key], pair.reasons[column.key]
    end
    values[#columns] = marks(pair)
    rows[r] = { label = together.joined(self, { pair.i, pair.j }, "label"), kind = "value",
      key = together.joined(self, { pair.i, pair.j }, "code"), values = values, reasons = reasons, ends = {
        { key = self.themes[pair.i].code, label = self.themes[pair.i].label },
        { key = self.themes[pair.j].code, label = self.themes[pair.j].label } } }
  end
  return together.frame(self, { title = "Pairs of themes in " .. number.plural(self.unit), stub = "A + B",
    columns = spec, rows = rows, notes = list_notes(self, list) })
end

-- ---- the matrix ----

local NO_PAIR = "one of the themes is above the other"

-- Rows have labels and columns their numbers; HEADING says what a data file calls a column instead.
local function matrix_frame(self, heading)
  local spec, rows, indexes = {}, {}, {}
  for i in ipairs(self.themes) do indexes[i] = i end
  for i, theme in ipairs(self.themes) do
    local values, reasons, states = core.cube_row(self.cube, i, indexes), {}, {}
    for j, other in ipairs(self.themes) do
      if together.related(self, theme, other) then values[j], reasons[j], states[j] = nil, NO_PAIR, "not applicable" end
    end
    spec[i] = { label = heading and theme[heading] or tostring(i), key = theme.code, value = "count" }
    rows[i] = { label = heading and theme.label or ("%d %s"):format(i, theme.label), key = theme.code, kind = "value",
      depth = theme.depth, level = theme.depth, values = values, reasons = reasons,
      states = next(states) and states or nil }
  end
  local notes = table.move(self.notes, 1, #self.notes, 1, {})
  notes[#notes + 1] = ("Columns are the rows' numbers. On the diagonal: all %s with the theme; -: one theme is above "
    .. "the other, which is no pair."):format(number.plural(self.unit))
  return together.frame(self, { title = "Themes together in " .. number.plural(self.unit), stub = "Theme",
    themes = true, columns = spec, rows = rows, notes = notes })
end

-- ---- data files ----

-- The pairs as edges: codes, labels, counts, measures.
local function edges_frame(self)
  local spec, rows = {}, {}
  for c, column in ipairs { "b", "label_a", "label_b", "n_ab", "n_a", "n_b", "n", "jaccard", "lift", "phi", "b_given_a",
    "a_given_b", "marks" } do
    local kind = c > 7 and "decimal" or c > 3 and "count" or "text"
    spec[c] = { label = column, value = column == "marks" and "text" or kind, digits = 6 }
  end
  local function quotient(fraction) return fraction and fraction[1] / fraction[2] end
  for r, pair in ipairs(pairs_of(self)) do
    local a, b = self.themes[pair.i], self.themes[pair.j]
    rows[r] = { label = a.code, kind = "value", values = { b.code, a.label, b.label, pair.both, pair.a, pair.b,
      self.base, quotient(pair.jaccard), quotient(pair.lift), pair.phi, quotient(pair.given), quotient(pair.reverse),
      marks(pair) } }
  end
  return { stub = "a", columns = spec, rows = rows, notes = {}, digits = 0 }
end

local function render(self, format, frame, limit)
  if format == "graphml" then
    return require("heddle.render.graphml").render { unit = self.unit, base = self.base, themes = self.themes,
      count = function(theme) return core.cube_count(self.cube, theme.index, ALL) end, pairs = pairs_of(self) }
  end
  return require("heddle.render." .. format).render(frame, limit)
end

-- ---- what scripts ask ----

local Pairs = {}

-- The numbers of two themes; nil and the reason where they are no pair.
local function locate(self, call, a, b)
  local i, j = together.find(self, call, a), together.find(self, call, b)
  local x, y = self.themes[i], self.themes[j]
  if x and y and together.related(self, x, y) then
    local upper, lower = x, y
    if self.above[x.code][y.code] then upper, lower = y, x end
    return nil, ("'%s' is above '%s', so they are no pair"):format(upper.code, lower.code)
  end
  return i, j
end

function Pairs.n(self, a, b)
  local i, j = locate(self, "table:n", a, b)
  if not i then return nil, j end
  return core.cube_count(self.cube, i, j)
end

function Pairs.base(self)
  return self.base
end

function Pairs.set(self, a, b)
  local i, j = locate(self, "table:set", a, b)
  if not i then return nil, j end
  return core.cube_members(self.cube, i, j)
end

function Pairs.evidence(self, a, b)
  local i, j = locate(self, "table:evidence", a, b)
  if not i then return nil, j end
  local indexes = {}
  for _, index in ipairs { i, j } do
    if index ~= ALL then indexes[#indexes + 1] = index end
  end
  return together.evidence(self, core.cube_members(self.cube, i, j), indexes)
end

function Pairs.pair(self, a, b)
  local i, j = locate(self, "table:pair", a, b)
  if not i then return nil, j end
  if not self.themes[i] or not self.themes[j] then check.fail("table:pair", "takes two themes of the table") end
  if i == j then return nil, ("'%s' is one theme, and no pair"):format(self.themes[i].code) end
  local pair = measure(self, i, j)
  local function quotient(fraction) return fraction and fraction[1] / fraction[2] end
  return { both = pair.both, a = pair.a, b = pair.b, n = self.base, jaccard = quotient(pair.jaccard),
    lift = quotient(pair.lift), phi = pair.phi, given = quotient(pair.given), reverse = quotient(pair.reverse),
    few = pair.few, imbalanced = pair.imbalanced, reasons = pair.reasons }
end

-- The row of the list that { a, b } names.
local function row_of_pair(self, names)
  if type(names) ~= "table" or self.matrix then return nil end
  local i, j = locate(self, "table:value", rawget(names, 1), rawget(names, 2))
  if not i then check.fail("table:value", "%s", j) end
  for r, pair in ipairs(pairs_of(self)) do
    if pair.i == math.min(i, j) and pair.j == math.max(i, j) then return r end
  end
  check.fail("table:value", "the list has no pair of these themes; t:pair(a, b) gives any")
end

-- The themes whose units a column of the list holds; lift, phi and the like hold none.
local holds = { both = { "i", "j" }, given = { "i", "j" }, reverse = { "i", "j" }, a = { "i" }, b = { "j" } }

-- What is behind a cell of the frame.
local function behind(self, r, c)
  local i, j
  if self.matrix then
    if together.related(self, self.themes[r], self.themes[c]) then return nil end
    i, j = r, c
  else
    local pair, themes = pairs_of(self)[r], holds[columns[c].key]
    if not themes then return nil end
    i, j = pair[themes[1]], themes[2] and pair[themes[2]] or ALL
  end
  local units = core.cube_members(self.cube, i, j)
  return units, together.findings(self, units, { i, j ~= ALL and j or nil })
end

local make = result.kind {
  name = "pair list", behind = behind, methods = Pairs, render = render, graph = true, pairs = row_of_pair,
  data = function(self) return self.matrix and matrix_frame(self, "code") or edges_frame(self) end,
  frame = function(self) return self.matrix and matrix_frame(self) or list_frame(self) end,
  explain = function(self)
    return together.explain(self, "Themes together in " .. number.plural(self.unit), {
      ("themes pair on one %s%s"):format(self.unit, self.unit == "finding" and "" or ", not on one finding"),
      "a theme and one above it are no pair" })
  end,
}

--- The pairs of SET; OPTIONS as check.options gives them.
function M.of(set, options)
  if options.matrix then
    for _, name in ipairs { "by", "min", "top" } do
      if options[name] ~= nil then
        check.fail("set:cooccurrence", "option '%s' is of the list of pairs; a matrix shows every cell", name)
      end
    end
  end
  local self = together.open("set:cooccurrence", set, options, true)
  self.by, self.min, self.top = options.by or "jaccard", options.min or 1, options.top or MAX_PAIRS
  self.matrix = options.matrix
  return make(self)
end

return M
