--- A set in words: how many units, how it came about, and the rules that decide what such words keep.

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

return M
