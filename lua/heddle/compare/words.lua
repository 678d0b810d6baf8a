--- What is said around a comparison: who is compared with whom, what is too small to read, how the tests were made,
-- where there is no value and why.

local around = require "heddle.around"
local core = require "heddle.core"
local number = require "heddle.number"
local remarks = require "heddle.remarks"
local values = require "heddle.compare.values"

local M = {}

local ALL = 0

-- "B compared with A"
function M.who(self)
  local first = self.contrasts[1].first
  if #self.groups == 2 then return ("%s compared with %s"):format(self.contrasts[1].second.label, first.label) end
  return "each group compared with " .. (first and first.label or "all other " .. self.units)
end

-- How many contrasts are of groups that have units in common.
local function shared(self)
  local n = 0
  for _, c in ipairs(self.contrasts) do n = n + (c.shared and 1 or 0) end
  return n
end

local function contrast_note(self)
  local second, first = self.contrasts[1].second.label, self.contrasts[1].first
  local against = first and first.label or "the others"
  if #self.groups > 2 then second = "the group" end
  local words = ("Difference: %s minus %s, in points"):format(second, against)
  if shared(self) == #self.contrasts then return words .. "." end
  return ("%s, with Newcombe's 95%% interval. Odds ratio: %s against %s."):format(words, second, against)
end

local function shared_note(self)
  local n = shared(self)
  if n == 0 then return nil end
  local some = ""
  if n < #self.contrasts then
    local names = {}
    for _, c in ipairs(self.contrasts) do names[#names + 1] = c.shared and c.second.label or nil end
    some = " for " .. table.concat(names, ", ")
  end
  return ("No interval, odds ratio or test%s: %s, and each of these takes them for independent."):format(some,
    values.SHARED)
end

-- "3 and 3 coded reviews"; of several groups "10 coded reviews in A, 12 in all but B".
local function small_bases(self)
  local counted = around.counted(self.unit, true, self.base_option)
  local small = {}
  local function add(n, where)
    if not values.too_small(n) then return end
    local first = around.base_words(n, self.unit, true, self.base_option, {}):gsub("^base: ", "")
    small[#small + 1] = ("%s in %s"):format(#small == 0 and first or number.thousands(n), where)
  end
  for _, group in ipairs(self.groups) do add(group.n, group.label) end
  for _, c in ipairs(self.contrasts) do
    if not c.first then add(c.n1, "all but " .. c.second.label) end
  end
  if #small == 2 and #self.groups == 2 then
    return ("%s and %s %s"):format(number.thousands(self.groups[1].n), number.thousands(self.groups[2].n), counted)
  end
  return #small > 0 and table.concat(small, ", ") or nil
end

local function base_note(self)
  local small = small_bases(self)
  return small and ("Too small to read: %s. Below 20 one %s moves a percentage by more than 5 points: "
    .. "read the counts and the passages."):format(small, self.unit)
end

-- Rows that are too small although their bases are not; and how many themes have no value, by the reason.
local function look_through(self)
  local few, reasons, themes, adjusted = false, {}, {}, {}
  for _, row in ipairs(self.shown) do
    for at, c in ipairs(self.contrasts) do
      local v, why = (self.values[row] or {})[at], (self.reasons[row] or {})[at]
      if v then
        few = few or v.reading == "too small to read" and not (values.too_small(c.n1) or values.too_small(c.n2))
        if v.adjusted and adjusted[#adjusted] ~= row.label then adjusted[#adjusted + 1] = row.label end
        local seen = {}
        for _, column in ipairs(values.columns) do
          local reason = why[column.key]
          if reason and reason ~= values.SHARED and not seen[reason] then
            seen[reason] = true
            if not themes[reason] then reasons[#reasons + 1] = reason end
            themes[reason] = themes[reason] or {}
            themes[reason][row] = true
          end
        end
      end
    end
  end
  for i, reason in ipairs(reasons) do
    local n = 0
    for _ in next, themes[reason] do n = n + 1 end
    reasons[i] = ("%s (%d %s)"):format(reason, n, n == 1 and "theme" or "themes")
  end
  return few, reasons, adjusted
end

local function add_value_notes(self, notes)
  local few, reasons, adjusted = look_through(self)
  if few then
    notes[#notes + 1] = "Too small to read also where so few, or so many, have the theme that no split of them between "
      .. "the groups could give a p of 0.05 or less."
  end
  if #adjusted > 0 then
    notes[#notes + 1] = "0.5 is added to each of the four counts of an odds ratio where one of them is 0: "
      .. table.concat(adjusted, "; ") .. "."
  end
  if #reasons > 0 then notes[#notes + 1] = ("-: %s."):format(table.concat(reasons, "; ")) end
end

--- How the test was made; nil without one, and where no theme has a p.
function M.test(self)
  if not self.any_p then return nil end
  local how = "p: Fisher's exact test, two-sided."
  if self.test.name == "permutation" then
    how = ("p: permutation test, %s draws, seed %d: of as many random groups of these sizes, how many differ at least "
      .. "as much, plus 1, of %s."):format(number.thousands(self.test.draws), self.test.seed,
      number.thousands(self.test.draws + 1))
  end
  local themes = ("%d %s with a case in the base"):format(self.n_tested, self.n_tested == 1 and "theme" or "themes")
  return how, ("Holm, BH (Benjamini-Hochberg): p adjusted for looking at %s%s%s."):format(
    self.n_tested == 1 and "the " or "all ", themes, #self.contrasts > 1 and ", in each comparison by itself" or "")
end

-- Where a unit is in several rows or groups.
local function add_several(self, notes)
  local sum, with_below, groups = 0, 0, 0
  for _, row in ipairs(self.rows) do
    with_below = with_below + row.total
    if row.kind ~= "value" or (row.level or 1) == 1 then sum = sum + row.total end
  end
  local n = core.cube_count(self.cube, ALL, ALL)
  for _, group in ipairs(self.groups) do groups = groups + group.n end
  if sum > n then
    notes[#notes + 1] = ("A %s can have several themes, so %% of %s adds to more than 100."):format(self.unit,
      self.units)
  elseif with_below > n then
    notes[#notes + 1] = remarks.below_note(self.units)
  end
  if groups > n then notes[#notes + 1] = ("A %s can be in several groups."):format(self.unit) end
end

local function notes_of(self, left_out)
  local notes = left_out
  if #self.source == 0 then notes[#notes + 1] = ("No %s matches: every count is 0."):format(self.unit) end
  local hidden = #self.rows - #self.shown
  if hidden > 0 then
    notes[#notes + 1] = ("%d more %s not printed."):format(hidden, hidden == 1 and "theme is" or "themes are")
  end
  add_several(self, notes)
  notes[#notes + 1] = shared_note(self)
  notes[#notes + 1] = base_note(self)
  notes[#notes + 1] = contrast_note(self)
  add_value_notes(self, notes)
  local how, adjusted = M.test(self)
  notes[#notes + 1], notes[#notes + 2] = how, adjusted
  if how then
    notes[#notes + 1] = "Exploratory: a p says where to read the passages, not what is so."
  end
  return notes
end

--- Title, base, selection and notes, into SELF.
function M.describe(self)
  local notes, short = around.left_out(self.cube, self.dims, self.unit, self.dims[2], self.missing ~= "show")
  self.title = ("Themes in %s%s: %s"):format(self.units, self.given and "" or " by " .. self.by, M.who(self))
  self.base_words = around.base_words(core.cube_count(self.cube, ALL, ALL), self.unit, true, self.base_option, short)
  self.selection = around.selection(self.source)
  self.notes = notes_of(self, notes)
end

--- In words, for :explain.
function M.explain(self, machine)
  local lines = { require("heddle.explain").of_table(self, machine) }
  for _, c in ipairs(self.contrasts) do
    lines[#lines + 1] = ("%s (%s) compared with %s (%s)"):format(c.second.label, number.units(c.n2, self.unit),
      c.first and c.first.label or "all other " .. self.units, number.units(c.n1, self.unit))
  end
  if self.missing == "show" then lines[#lines + 1] = "missing values are groups like the others" end
  lines[#lines + 1] = contrast_note(self)
  lines[#lines + 1] = shared_note(self)
  local how, adjusted = M.test(self)
  local none = not self.test and "no test was asked for"
    or shared(self) < #self.contrasts and "no test was possible" or nil
  lines[#lines + 1] = how or none
  lines[#lines + 1] = adjusted
  return table.concat(lines, "\n")
end

return M
