--- The values that a script's text itself says, without running it.

local core = require "heddle.core"

local M = {}

local scalar -- (types, node), below

local constants = { ["true"] = true, ["false"] = false }
local states = { unknown = core.unknown, not_applicable = core.not_applicable, not_recorded = core.not_recorded }

-- The text or number that a local was given where it is declared, and keeps.
local function of_local(types, declared)
  if declared.assigned or not declared.values then return nil end
  local node = declared.values[declared.index]
  if node and (node.kind == "string" or node.kind == "number") then return scalar(types, node) end
end

function scalar(types, node)
  if node.kind == "string" or node.kind == "number" then return node.value end
  if node.kind == "paren" then return scalar(types, node.value) end
  if constants[node.kind] ~= nil then return constants[node.kind] end
  if node.kind == "name" and node.declared then return of_local(types, node.declared) end
  if node.kind == "unary" and node.operator == "-" and node.operand.kind == "number" then return -node.operand.value end
  if node.kind == "member" and states[node.name] then
    local object = types:of(node.object)
    return object and object.kind == "heddle" and states[node.name] or nil
  end
end

--- What NODE is: true and its value, or false when only a run would tell.  nil is true, nil.
function M.value(types, node)
  if node.kind == "nil" then return true, nil end
  if node.kind ~= "table" then
    local value = scalar(types, node)
    return value ~= nil, value
  end
  local list = {}
  for _, item in ipairs(node.items) do
    local known, value = M.value(types, item.value)
    if not known or item.key_node and item.key == nil then return false end
    local key = item.key or item.index
    if key == key and value ~= nil then list[key] = value end
  end
  return true, list
end

--- The texts and numbers written in NODE: a list of { value, line, from }.
function M.texts(node, list)
  list = list or {}
  if node.kind == "string" or node.kind == "number" then
    list[#list + 1] = { value = node.value, line = node.line, from = node.from }
  elseif node.kind == "table" then
    for _, item in ipairs(node.items) do
      if item.key_from then
        list[#list + 1] = { value = item.key, line = item.line, from = item.key_from }
      end
      M.texts(item.value, list)
    end
  end
  return list
end

return M
