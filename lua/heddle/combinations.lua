--- set:combinations{}: the exact sets of themes that units have, each once with its count.
--
-- A unit's set is its most specific themes: themes as they were written, merged ones as what they were merged into,
-- without those above another of them.  Units without a theme of the table are in the special groups of every table
-- of themes.  Counted in C (query/theme_sets.h): nothing here is done for each unit.

local check = require "heddle.check"
local core = require "heddle.core"
local number = require "heddle.number"
local result = require "heddle.result"
local together = require "heddle.together"

local M = {}

local ALL = 0
local MAX_ROWS = 50000

local specials = { "(other themes)", "(unresolved)", "(no theme)", "(not yet coded)" }

-- The special groups with cases, and how many units they have.
local function without_themes(self)
  local list, units = {}, 0
  for _, name in ipairs(specials) do
    local n = core.cube_count(self.cube, core.cube_find(self.cube, 1, name))
    if n > 0 then list[#list + 1] = { name = name, n = n } end
    units = units + n
  end
  return list, units
end

-- ---- the frame ----

local function set_row(self, place, for_programs)
  local n, indexes = core.theme_sets_at(self.sets, place)
  local codes = together.joined(self, indexes, "code")
  return { label = together.joined(self, indexes, "label"), key = codes, kind = "value", n = { [1] = n, [2] = n },
    N = { [1] = self.base, [2] = self.base }, values = { [3] = #indexes, [4] = for_programs and codes or nil } }
end

local function special_row(self, special)
  local none = (special.name == "(no theme)" or special.name == "(unresolved)") and 0 or nil
  return { label = special.name, key = special.name, kind = "special", n = { special.n, special.n },
    N = { self.base, self.base }, values = { [3] = none, [4] = "" } }
end

local function notes_of(self, tally, others)
  local notes, unit = table.move(self.notes, 1, #self.notes, 1, {}), self.unit
  local function hidden(sets, units, what, words)
    notes[#notes + 1] = together.hidden(sets, what, ("%s (%s)"):format(words, number.units(units, unit)))
  end
  if self.k then
    hidden(tally.other_sets, tally.other_units, "set", "of another number of themes")
    if self.k > 0 and others > 0 then
      notes[#notes + 1] = ("Not shown: %s without a theme of this table."):format(number.units(others, unit))
    end
  end
  if tally.few_sets > 0 then
    hidden(tally.few_sets, tally.few_units, "set", ("with fewer than %s"):format(number.units(self.min, unit)))
  end
  if tally.cut > 0 then hidden(tally.cut, tally.cut_units, "more set", "behind these") end
  return notes
end

-- What is shown and what is not: sets and units.
local function tally_of(self)
  local t = {}
  t.sets, t.units, t.other_sets, t.other_units, t.few_sets, t.few_units = core.theme_sets_tally(self.sets)
  t.shown = math.min(t.sets, self.top)
  t.cut, t.cut_units = t.sets - t.shown, t.units
  return t
end

local function frame_of(self, for_programs)
  local tally, rows = tally_of(self), {}
  if tally.shown > MAX_ROWS then
    check.fail("set:combinations", "%s sets; a table has at most %s: top, min, k, depth or under makes fewer",
      number.thousands(tally.shown), number.thousands(MAX_ROWS))
  end
  for place = 1, tally.shown do
    rows[place] = set_row(self, place, for_programs)
    tally.cut_units = tally.cut_units - rows[place].n[1]
  end
  local others, n_others = without_themes(self)
  for _, special in ipairs((self.k or 0) == 0 and others or {}) do rows[#rows + 1] = special_row(self, special) end
  local units = number.plural(self.unit):gsub("^%l", string.upper)
  rows[#rows + 1] = { label = "Total", key = "All", kind = "base", n = { self.base, self.base },
    N = { self.base, self.base } }
  local columns = { { label = units, key = "n", measures = { "n" } },
    { label = "% of " .. units:lower(), key = "percent", measures = { "percent" } },
    { label = "Themes", key = "size", value = "count" } }
  if for_programs then columns[4] = { label = "Codes", key = "codes", value = "text" } end
  return together.frame(self, { title = "Sets of themes in " .. number.plural(self.unit), stub = "Exactly these themes",
    columns = columns, rows = rows, notes = notes_of(self, tally, n_others) })
end

-- ---- what scripts ask ----

local Sets = {}

-- What NAMES stand for: "all", a special group's number, or the numbers of themes.
local function locate(self, call, names)
  if names == nil then return "all" end
  if type(names) == "string" then names = { names } end
  if type(names) ~= "table" then
    check.fail(call, "got %s; a set of themes is a list of them, { \"a\", \"b\" }", check.show(names))
  end
  local indexes = {}
  for i = 1, rawlen(names) do
    indexes[i] = together.find(self, call, rawget(names, i))
    if not self.themes[indexes[i]] then
      if rawlen(names) == 1 then return indexes[i] == ALL and "all" or "special", indexes[i] end
      check.fail(call, "'%s' is no theme and stands alone", tostring(rawget(names, i)))
    end
  end
  if #indexes == 0 then return "special", core.cube_find(self.cube, 1, "(no theme)") end
  return "set", indexes
end

function Sets.n(self, names)
  local what, where = locate(self, "table:n", names)
  if what == "all" then return self.base end
  if what == "special" then return core.cube_count(self.cube, where) end
  local place = core.theme_sets_find(self.sets, where)
  return place and core.theme_sets_at(self.sets, place) or 0
end

function Sets.percent(self, names)
  return number.percent(Sets.n(self, names), self.base, self.digits)
end

function Sets.base(self)
  return self.base
end

local function members(self, call, names)
  local what, where = locate(self, call, names)
  if what == "all" then return self.set end
  if what == "special" then return core.cube_members(self.cube, where), { where } end
  local place = core.theme_sets_find(self.sets, where)
  if not place then return self.set & ~self.set, where end
  local words = ("%s with exactly %s"):format(number.plural(self.unit), together.joined(self, where, "code"))
  return core.theme_sets_members(self.sets, place, words), where
end

function Sets.set(self, names)
  return (members(self, "table:set", names))
end

function Sets.evidence(self, names)
  local set, indexes = members(self, "table:evidence", names)
  return together.evidence(self, set, indexes or {})
end

-- The units of a set of themes, by its place.
local function set_members(self, place, indexes)
  local words = ("%s with exactly %s"):format(number.plural(self.unit), together.joined(self, indexes, "code"))
  return core.theme_sets_members(self.sets, place, words)
end

-- What is behind a cell of the frame; how many themes a set has holds no units.
local function behind(self, r, c)
  local shown = tally_of(self).shown
  if c > 2 then return nil end
  if r <= shown then
    local _, indexes = core.theme_sets_at(self.sets, r)
    local units = set_members(self, r, indexes)
    return units, together.findings(self, units, indexes)
  end
  local special = (self.k or 0) == 0 and without_themes(self)[r - shown]
  local index = special and core.cube_find(self.cube, 1, special.name) or ALL
  local units = core.cube_members(self.cube, index)
  return units, together.findings(self, units, index ~= ALL and { index } or {})
end

local make = result.kind {
  name = "combination table", behind = behind, methods = Sets, data = function(self) return frame_of(self, true) end,
  frame = function(self) return frame_of(self, false) end,
  explain = function(self)
    local tally = tally_of(self)
    return together.explain(self, "Sets of themes in " .. number.plural(self.unit), {
      ("a %s's set is its most specific themes: one above another of them is not in it"):format(self.unit),
      ("%s different sets"):format(number.thousands(tally.sets + tally.other_sets + tally.few_sets)) })
  end,
}

--- The combinations of SET; OPTIONS as check.options gives them.
function M.of(set, options)
  local self = together.open("set:combinations", set, options, false)
  self.k, self.min, self.top = options.k, options.min, options.top or math.maxinteger
  self.sets = core.theme_sets(self.set, self.codes, options.k, options.min)
  return make(self)
end

return M
