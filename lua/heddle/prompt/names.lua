--- Which global names an entry of the prompt reads and which it gives a value: by Lua's rules of what is a local.

local parser = require "heddle.syntax.parser"

local M = {}

local skipped = { declared = true, name = true, names = true, parameters = true,
  argument_of = true } -- what leads back, or is no use of a name

local walk

-- What gets a value: a name does, of anything else its parts are read.
local function walk_target(target, top, read, given)
  if target.kind ~= "name" then
    walk(target, top, read, given)
  elseif not target.declared or top[target.declared] then
    given[target.name] = true
  end
end

-- Go through every node below N; `top` are the locals of the entry itself.
function walk(n, top, read, given)
  if n.kind == "name" then
    if not n.declared or top[n.declared] then read[n.name] = true end
    return
  end
  local skip
  if n.kind == "assign" then
    for _, target in ipairs(n.targets) do walk_target(target, top, read, given) end
    skip = "targets"
  elseif n.kind == "function" or n.kind == "local_function" then
    if n.kind == "function" and n.target then walk_target(n.target, top, read, given) end
    skip = "target"
  end
  for key, value in next, n do
    if type(value) == "table" and not skipped[key] and key ~= skip then walk(value, top, read, given) end
  end
end

--- The global names that TEXT reads, and those it gives a value, as name -> true; locals of its top level are globals
-- at the prompt.
function M.of(text)
  local tree, errors = parser.parse(text)
  if #errors > 0 then tree = parser.parse("return " .. text) end
  local top, read, given = {}, {}, {}
  for _, statement in ipairs(tree.statements) do
    for _, declared in ipairs(statement.kind == "local" and statement.names
      or statement.kind == "local_function" and { statement.target } or {}) do
      top[declared], given[declared.name] = true, true
    end
  end
  for _, statement in ipairs(tree.statements) do walk(statement, top, read, given) end
  return read, given
end

return M
