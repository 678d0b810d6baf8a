--- What the tables of themes together share: themes counted with themes or alone, who is left out, names, evidence.

local around = require "heddle.around"
local check = require "heddle.check"
local core = require "heddle.core"
local evidence = require "heddle.evidence"
local number = require "heddle.number"
local tabulate = require "heddle.tabulate"

local M = {}

local ALL = 0

-- For each theme the codes of those above it.
local function above_of(corpus)
  local parents, above = {}, {}
  local themes = core.themes(corpus)
  for _, theme in ipairs(themes) do parents[theme.code] = theme.parent end
  for _, theme in ipairs(themes) do
    local codes, up = {}, theme.parent
    while up do
      codes[up] = true
      up = parents[up]
    end
    above[theme.code] = codes
  end
  return above
end

--- Count the themes of SET, with each other when `two`: { cube=, dims=, unit=, set= (the units in the base), base= (how
-- many), base_words=, notes=, selection=, themes = { { index=, code=, label=, depth= }, ... }, codes=, digits= }.
-- CALL is the function a script called, OPTIONS as check.options gives them.
function M.open(call, set, options, two)
  set = tabulate.counted_set(call, set, options)
  local dim = { name = "theme", depth = options.depth, under = options.under }
  local dims = two and { dim, dim } or { dim }
  local cube = core.cube(set, { dims = dims, base = options.base, caller = call:match("[^:]+$") })
  local self = { cube = cube, dims = dims, base_option = options.base, unit = core.set_unit(set),
    set = core.cube_members(cube, ALL, ALL), base = core.cube_count(cube, ALL, ALL), digits = options.digits,
    corpus = core.set_corpus(set), selection = around.selection(set), themes = {}, codes = {} }
  for index, group in ipairs(core.cube_groups(cube, 1)) do
    if group.kind == "value" then
      local retired = group.status == "retired" and " (retired)" or ""
      self.themes[index] = { index = index, code = group.code, label = group.label .. retired, depth = group.depth }
      self.codes[index] = group.code
    end
  end
  local notes, short = around.left_out(cube, { dim }, self.unit, nil, false)
  self.base_words = around.base_words(self.base, self.unit, true, options.base, short)
  if #set == 0 then notes[#notes + 1] = ("No %s matches: every count is 0."):format(self.unit) end
  self.notes = notes
  return self
end

--- True if one of two themes is above the other.
function M.related(self, a, b)
  self.above = self.above or above_of(self.corpus)
  return self.above[a.code][b.code] or self.above[b.code][a.code] or false
end

--- The number of the theme called NAME, by code, label or alias, special groups by their printed name; 0, all, for nil.
function M.find(self, call, name)
  if name == nil then return ALL end
  if type(name) ~= "string" then
    check.fail(call, "got %s; a theme is named by a text, its code, label or alias", check.show(name))
  end
  local index, nearest = core.cube_find(self.cube, 1, name)
  if index then return index end
  check.fail(call, "no theme '%s'%s", name:sub(1, 80), check.did_you_mean(nearest))
end

--- The findings of UNITS that themselves have one of the groups of INDEXES, numbers of the cube's: a set.
function M.findings(self, units, indexes)
  local findings = core.set_to(units, "finding")
  local cube = core.cube(findings, { dims = { self.dims[1] }, base = self.base_option })
  local found
  for _, index in ipairs(indexes) do
    local members = core.cube_members(cube, index)
    found = found and found | members or members
  end
  return found or core.cube_members(cube, ALL)
end

--- The same as evidence.
function M.evidence(self, units, indexes)
  return evidence.of(M.findings(self, units, indexes))
end

--- "Hidden adults + Cumulative risk", or their codes; INDEXES are numbers of themes.
function M.joined(self, indexes, key)
  local parts = {}
  for i, index in ipairs(indexes) do parts[i] = self.themes[index][key] end
  return table.concat(parts, " + ")
end

--- "Not shown: 12 pairs with fewer than 2 reviews."; nil for none.  WHAT is one of what is not shown.
function M.hidden(n, what, words)
  if n == 0 then return nil end
  return ("Not shown: %s %s%s %s."):format(number.thousands(n), what, n == 1 and "" or "s", words)
end

--- A frame with the words that all of them have.
function M.frame(self, more)
  more.base, more.selection, more.digits = self.base_words, self.selection, self.digits or 0
  return more
end

--- In words: what was counted and how.
function M.explain(self, title, lines)
  local all = { title, self.base_words }
  if self.selection then all[#all + 1] = "selection: " .. self.selection end
  table.move(lines, 1, #lines, #all + 1, all)
  all[#all + 1] = "counted by " .. core.cube_way(self.cube)
  return table.concat(all, "\n")
end

return M
