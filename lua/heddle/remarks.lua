--- The words around a tabulation: its base, what was selected, what percentages are of, and the notes below it.

local around = require "heddle.around"
local axes = require "heddle.axis"
local check = require "heddle.check"
local core = require "heddle.core"
local crosswalk = require "heddle.crosswalk"
local number = require "heddle.number"

local M = {}

local ALL = 0

local ci_note = "95% CI: Wilson's interval of the percentage. These are all the cases notified, not a sample; it says "
  .. "how far chance could move the percentage if such cases came from a process that stays the same."

-- Each dimension of a side: { label=, theme=, groups = those shown, with `total`, their margin }, outermost first.
local function margins(self, side)
  if not self.cubes then
    local label, theme = core.cube_dim(self.cube, side)
    return { { label = label, theme = theme, groups = side == 1 and self.uncut or self.cols } }
  end
  local axis, list = axes.of(self, side), {}
  for p, part in ipairs(axis.parts) do
    for level, visible in ipairs(part.levels) do
      local cube, d = axes.dim_of(self, axis, p, level)
      local label, theme = core.cube_dim(cube, d)
      list[#list + 1] = { label = label, theme = theme, groups = visible }
    end
  end
  return list
end

local function sum_of(margin, top_only)
  local sum = 0
  for _, group in ipairs(margin.groups) do
    local nested = top_only and group.kind == "value" and (group.level or 1) > 1
    if group.index ~= ALL and not nested then sum = sum + group.total end
  end
  return sum
end

local function all_of(self)
  if self.cubes then return core.cube_count(axes.at(self, ALL, ALL)) end
  if self.two_way then return core.cube_count(self.cube, ALL, ALL) end
  return core.cube_count(self.cube, ALL)
end

-- Where the columns overlap, their bases add to more than All.
local function overlap_note(self)
  if not self.two_way or self.theme_cols then return nil end
  for _, margin in ipairs(margins(self, 2)) do
    if sum_of(margin) > all_of(self) then
      return ("A %s can be in several columns, so their bases add to more than All."):format(self.unit)
    end
  end
end

--- Where it is the themes below others that take the percentages past 100.
function M.below_note(units)
  return ("A theme counts every theme below it too, so %% of %s adds to more than 100."):format(units)
end

-- The sentence about several answers, where the percentages of this kind in the All column (or row) pass 100.
local function several_note(self, percent_of)
  if self.base_option == "mentions" or not check.holds(self.show, "percent") then return end
  local rows = percent_of == "col"
  if not rows and percent_of ~= "row" then return end
  local whats = {}
  for _, margin in ipairs(margins(self, rows and 1 or 2)) do
    local what = margin.theme and "themes" or "values of " .. margin.label
    if sum_of(margin, true) > all_of(self) and not check.holds(whats, what) then whats[#whats + 1] = what end
  end
  if #whats == 0 then
    local roots = margins(self, rows and 1 or 2)
    for _, margin in ipairs(roots) do
      if sum_of(margin) > all_of(self) then return M.below_note(number.plural(self.unit)) end
    end
    return
  end
  return ("A %s can have several %s, so %% of %s adds to more than 100."):format(self.unit,
    table.concat(whats, " and several "), number.plural(self.unit))
end

-- The dimension over which units that are left out are spread: the last, in a nesting the outer one, that is not of
-- themes.
local function spread_over(self)
  if not self.two_way and not self.cubes then return nil end
  for side = #self.parts, 1, -1 do
    for _, part in ipairs(self.parts[side]) do
      for _, dim in ipairs(part) do
        if not crosswalk.is_theme(dim.name) then return dim end
      end
    end
  end
end

-- Who is left out: of several cubes each says the same of what is not coded.
local function left_out(self, drop)
  if not self.cubes then return around.left_out(self.cube, self.dims, self.unit, spread_over(self), drop) end
  local notes, short = around.left_out(self.cube, self.dims, self.unit, spread_over(self), false)
  for _, without in ipairs(self.without or {}) do
    notes[#notes + 1] = around.not_shown(without.set, self.unit, "without " .. without.label, without.dim)
  end
  return notes, short
end

-- "Not shown: 12 themes with 3 or fewer reviews (2 of them with as many as the last shown: A, B)."
local function one_cut(self, cut, what)
  local order, names = self.order, {}
  if order.by ~= "count" then
    return ("Not shown: %s after the first %d."):format(what, order.top)
  end
  local most = cut.left[1].by
  for _, line in ipairs(cut.left) do
    if line.by == cut.kept.by and line.by > 0 then names[#names + 1] = line.label end
  end
  local ties = ""
  if #names > 0 then
    local more = #names > 5 and (" and %d more"):format(#names - 5) or ""
    ties = (" (%d of them with as many as the last shown: %s%s)"):format(#names, table.concat(names, ", ", 1,
      math.min(#names, 5)), more)
  end
  return ("Not shown: %s with %s%s %s%s%s."):format(what, number.thousands(most),
    most > 0 and " or fewer" or "", self.units:lower(), order.name and " in " .. order.name or "", ties)
end

-- What `top` left out: rows, never cases.
local function cut_note(self)
  local order = self.order
  if #order.cuts == 0 then return nil end
  if not self.cubes then
    local n = #order.cuts[1].left
    local what = select(2, core.cube_dim(self.cube, 1)) and "theme" or "row"
    return one_cut(self, order.cuts[1], ("%s %s%s"):format(number.thousands(n), what, n == 1 and "" or "s"))
  end
  return ("Not shown: in each list of groups all but the first %d%s."):format(order.top, order.by == "count"
    and " by number of " .. self.units:lower() .. (order.name and " in " .. order.name or "")
    .. " (of equal ones those first in the codebook are shown)" or "")
end

-- What the percentages are of, in words; nil where none are shown.
local function measure(self)
  if self.percent_of == "none" then return nil end
  local bases = { col = self.two_way and "column base" or "base", row = "row base", table = "table base" }
  local words = {}
  for i, of in ipairs(self.percents) do words[i] = "% of " .. bases[of] end
  local text = table.concat(words, ", ")
  if check.holds(self.show, "percent") or check.holds(self.show, "ci") then return text end
  return check.holds(self.show, "n/N") and (text:gsub("%%", "n/N")) or nil
end

--- Give a tabulation its words: base_words, selection, measure, notes.
function M.add(self, options)
  local notes, short = left_out(self, options.missing == "drop")
  self.base_words = around.base_words(all_of(self), self.unit, self.has_theme, options.base, short)
  self.selection = around.selection(self.whole)
  self.measure = measure(self)
  if #self.whole == 0 then
    notes[#notes + 1] = ("No %s matches: every count is 0."):format(self.unit)
  end
  notes[#notes + 1] = cut_note(self)
  for _, of in ipairs(self.percents) do notes[#notes + 1] = several_note(self, of) end
  notes[#notes + 1] = overlap_note(self)
  if self.mention_cube then
    notes[#notes + 1] = "Mentions count at the theme they were written with, not at those above it."
  end
  if check.holds(self.show, "ci") then
    notes[#notes + 1] = ci_note
  end
  crosswalk.add_notes(notes, self.parts, self.mention_cube or options.base == "mentions")
  self.notes = notes
end

return M
