--- The group of a cube that a script names, by code, label, alias or value.

local check = require "heddle.check"
local core = require "heddle.core"

local M = {}

--- The number of the group of dimension DIM called NAME; 0, All, for nil.  WHAT is what CALL's message calls it.
function M.group(cube, call, what, dim, name)
  if name == nil then return 0 end
  if math.type(name) == "float" and math.tointeger(name) then name = math.tointeger(name) end
  if type(name) ~= "string" and type(name) ~= "number" and type(name) ~= "boolean" then
    check.fail(call, "got %s; a %s is named by code, label or value", check.show(name), what)
  end
  local text = tostring(name)
  local index, nearest = core.cube_find(cube, dim, text)
  if index then return index end
  check.fail(call, "no %s '%s'%s", what, text:sub(1, 80), check.did_you_mean(nearest))
end

--- What a place is printed as: the label of it in LIST, rows or columns; else, if it is not printed, as it was NAMED,
-- by one name or by a path of names.
function M.label(list, place, named)
  local path = type(named) == "table" and table.move(named, 1, rawlen(named), 1, {}) or { tostring(named) }
  for _, one in ipairs(list) do
    if one.index == place then path[#path] = one.label end
  end
  return table.concat(path, " > ")
end

return M
