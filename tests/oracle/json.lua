--- Reads JSON as heddle prints it: objects and lists as tables, null as json.null.

local M = { null = setmetatable({}, { __tostring = function() return "null" end }) }

local ESCAPES = { n = "\n", t = "\t", r = "\r", b = "\b", f = "\f" }

local read

local function skip(text, at)
  return text:find("[^ \n\r\t]", at)
end

local function read_string(text, at)
  local parts = {}
  while true do
    local stop = text:find('["\\]', at)
    parts[#parts + 1] = text:sub(at, stop - 1)
    if text:sub(stop, stop) == '"' then return table.concat(parts), stop + 1 end
    local c = text:sub(stop + 1, stop + 1)
    if c == "u" then
      parts[#parts + 1] = utf8.char(tonumber(text:sub(stop + 2, stop + 5), 16))
      at = stop + 6
    else
      parts[#parts + 1] = ESCAPES[c] or c
      at = stop + 2
    end
  end
end

local function read_many(text, at, close, item)
  at = skip(text, at)
  if text:sub(at, at) == close then return at + 1 end
  while true do
    at = skip(text, item(at))
    local c = text:sub(at, at)
    if c == close then return at + 1 end
    assert(c == ",", "expected , or " .. close)
    at = skip(text, at + 1)
  end
end

function read(text, at)
  at = skip(text, at)
  local c = text:sub(at, at)
  local out = {}
  if c == '"' then return read_string(text, at + 1) end
  if c == "{" then
    return out, read_many(text, at + 1, "}", function(from)
      local key, colon = read_string(text, from + 1)
      local value, stop = read(text, skip(text, colon) + 1)
      out[key] = value
      return stop
    end)
  end
  if c == "[" then
    return out, read_many(text, at + 1, "]", function(from)
      local stop
      out[#out + 1], stop = read(text, from)
      return stop
    end)
  end
  for word, value in pairs { ["true"] = true, ["false"] = false, null = M.null } do
    if text:sub(at, at + #word - 1) == word then return value, at + #word end
  end
  local number = assert(text:match("^-?[%d.eE+-]+", at), "no value")
  return tonumber(number), at + #number
end

function M.parse(text)
  local value, stop = read(text, 1)
  assert(not skip(text, stop), "something follows the JSON")
  return value
end

return M
