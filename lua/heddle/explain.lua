--- A set in words: how many units, how it came about, and the rules that decide what such words keep.  A table in
-- words: what it counts, how its dimensions meet, how it was counted.

local core = require "heddle.core"
local number = require "heddle.number"

local M = {}

-- How often WORDS name a field of UNIT outside of "unit( ... )", where one child or finding meets all.
local function alone(words, unit, fields)
  words = words:gsub(unit .. "%b()", "")
  local n = 0
  for _, field in ipairs(fields) do
    if field.unit == unit then
      for _ in words:gmatch("%f[%w_]" .. field.key .. "%f[^%w_]") do n = n + 1 end
    end
  end
  return n
end

-- On one child (finding), or on any: said where the words leave both readings open.
local function add_pairing(lines, words, unit, fields)
  local plural = number.plural(unit)
  if words:find(unit .. "(", 1, true) then
    lines[#lines + 1] = ("%s( ) asks for one %s that meets all of it"):format(unit, unit)
  end
  if alone(words, unit, fields) > 1 then
    lines[#lines + 1] = ("comparisons outside %s( ) stand alone: different %s may meet them"):format(unit, plural)
  end
end

function M.of(set)
  local unit, words, corpus = core.set_unit(set), core.set_words(set), core.set_corpus(set)
  local lines = {
    ("%s of %s"):format(number.thousands(#set), number.units(#core.all(corpus, unit), unit)), words,
  }
  local fields = core.fields(corpus)
  for _, lower in ipairs { "child", "finding" } do
    if lower ~= unit then add_pairing(lines, words, lower, fields) end
  end
  if words:find("not ", 1, true) then
    lines[#lines + 1] = "not keeps only the units for which the comparison is known to be false"
  end
  if words:find("~(", 1, true) or words:find(") - (", 1, true) then
    lines[#lines + 1] = "~ and - are plain set arithmetic: "
      .. "they keep units that are not yet coded or whose value is missing"
  end
  local uncoded = #set - #core.set_coded(set)
  if uncoded > 0 then lines[#lines + 1] = ("not yet coded among them: %s"):format(number.thousands(uncoded)) end
  return table.concat(lines, "\n")
end

-- How the dimensions of a cube meet: on one child or finding, or on the unit counted.
local function add_dimensions(add, self, cube, n_dims)
  local themes, below = {}, { child = {}, finding = {} }
  for d = 1, n_dims do
    local label, is_theme, owner = core.cube_dim(cube, d)
    if is_theme then
      themes[#themes + 1] = label
    elseif below[owner] and owner ~= self.unit then
      table.insert(below[owner], label)
    end
  end
  if #below.finding > 0 and #themes > 0 and self.unit ~= "finding" then table.insert(below.finding, themes[1]) end
  for _, owner in ipairs { "child", "finding" } do
    local labels = below[owner]
    if #labels > 1 then
      add(("%s are those of one %s"):format(table.concat(labels, " and "), owner))
    elseif #labels == 1 then
      add(("a %s is in every %s that any of its %s has"):format(self.unit, labels[1], number.plural(owner)))
    end
  end
  if #themes > 1 then add(("themes pair on one %s, not on one finding"):format(self.unit)) end
  if #themes > 0 and self.base_option ~= "mentions" then
    add(("a theme counts a %s once, with every theme below it"):format(self.unit))
  end
end

-- The labels of a cube's dimensions, as the message of a table with several has them.
local function cube_label(cube, n_dims)
  local labels = {}
  for d = 1, n_dims do labels[d] = core.cube_dim(cube, d) end
  return table.concat(labels, ", ")
end

--- A tabulation in words: what was counted, how its dimensions meet, how the counting was done.  With MACHINE also
-- what of this depends on the machine; without it the text is the same on every one.
function M.of_table(self, machine)
  local lines, said = { self.title, self.base_words }, {}
  local function add(line)
    if not said[line] then lines[#lines + 1] = line end
    said[line] = true
  end
  if self.selection then add("selection: " .. self.selection) end
  local tabulate, cubes = require "heddle.tabulate", {}
  if self.cubes then
    for p, row in ipairs(self.cubes) do
      for q, cube in ipairs(row) do cubes[#cubes + 1] = { cube = cube, n = #tabulate.dims_of(self, p, q) } end
    end
  else
    cubes[1] = { cube = self.cube, n = #self.dims }
  end
  for _, one in ipairs(cubes) do add_dimensions(add, self, one.cube, one.n) end
  for _, one in ipairs(cubes) do
    local of = #cubes > 1 and cube_label(one.cube, one.n) .. ": " or ""
    add(of .. "counted by " .. (core.cube_way(one.cube)))
  end
  local _, kernels, threads = core.cube_way(self.cube)
  if machine then add(("on this machine with the kernels %s and up to %d %s"):format(kernels, threads,
    threads == 1 and "thread" or "threads")) end
  return table.concat(lines, "\n")
end

return M
