-- Import records as text. An object keeps its keys in the order given and leaves out those whose
-- value is nil, because in an import document an absent key means "not recorded".

local Object = {}
Object.__index = Object

local M = {}

function M.obj(...)
  local o = setmetatable({ keys = {}, values = {} }, Object)
  for i = 1, select("#", ...), 2 do
    local key, value = select(i, ...)
    if value ~= nil then
      o.keys[#o.keys + 1] = key
      o.values[key] = value
    end
  end
  return o
end

M.NULL = {}
M.UNKNOWN = M.obj("missing", "unknown")
M.NOT_APPLICABLE = M.obj("missing", "not-applicable")
-- Stands for nil in lists, which cannot hold it.
M.NOT_RECORDED = {}

function M.recorded(value)
  if value == M.NOT_RECORDED then return nil end
  return value
end

local encode

local function encode_list(list)
  local parts = {}
  for i, item in ipairs(list) do parts[i] = encode(item) end
  return "[" .. table.concat(parts, ", ") .. "]"
end

local function encode_object(o)
  local parts = {}
  for i, key in ipairs(o.keys) do
    parts[i] = string.format('"%s": %s', key, encode(o.values[key]))
  end
  return "{" .. table.concat(parts, ", ") .. "}"
end

function encode(value)
  if value == M.NULL then return "null" end
  if type(value) == "string" then
    return '"' .. value:gsub('[\\"]', "\\%0") .. '"'
  elseif type(value) == "table" then
    return getmetatable(value) == Object and encode_object(value) or encode_list(value)
  end
  return tostring(value)
end

-- One record a line; a string is a line already.
function M.to_text(records)
  local lines = {}
  for i, record in ipairs(records) do
    lines[i] = type(record) == "string" and record or encode(record)
  end
  return table.concat(lines, "\n") .. "\n"
end

return M
