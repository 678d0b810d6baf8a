--- Values as Lua that can be pasted back, for `heddle -e` and the prompt.
--
-- What Lua can write is written so that it reads back the same; what it cannot (functions, sets, a table inside itself)
-- stands as nil with a comment that says what it is, never with an address.  Keys are in order; a table shows DEPTH
-- levels and ITEMS items of each.  A script's tables are read raw: none of their metamethods is called.

local core = require "heddle.core"
local host = require "heddle.host"

local M = {}

local DEPTH, ITEMS = 3, 20
local TEXT = 2000 -- characters of one text inside a table
local TOTAL = 16000 -- characters of a table, about
local WIDTH = 80

-- ---- texts and numbers ----

local escapes = { ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t", ['"'] = '\\"', ["\\"] = "\\\\" }

local function escaped_byte(byte)
  return escapes[byte] or ("\\%03d"):format(byte:byte())
end

-- Characters that a terminal obeys, or that reorder what stands around them.
local function is_hidden(code)
  return code >= 0x80 and code < 0xA0 or code == 0xAD or code == 0x61C or code >= 0x200B and code <= 0x200F
    or code >= 0x2028 and code <= 0x202E or code >= 0x2060 and code <= 0x206F or code == 0xFEFF
    or code >= 0xD800 and code <= 0xDFFF or code > 0x10FFFF
end

-- Bytes above 127: what is UTF-8 stays, the rest is escaped.
local function wide(text)
  local out, at = {}, 1
  while at <= #text do
    local ok, next_at = pcall(utf8.offset, text, 2, at)
    local one = ok and next_at and text:sub(at, next_at - 1) or text:sub(at)
    local code = core.valid_utf8(one) and utf8.codepoint(one)
    if not code then
      out[#out + 1], at = ("\\x%02X"):format(text:byte(at)), at + 1
    else
      out[#out + 1], at = is_hidden(code) and ("\\u{%X}"):format(code) or one, at + #one
    end
  end
  return table.concat(out)
end

--- A text in quotes.
function M.quoted(text)
  text = text:gsub('[%c"\\]', escaped_byte)
  if text:find("[\x80-\xFF]") then text = text:gsub("[\x80-\xFF]+", wide) end
  return '"' .. text .. '"'
end

-- The same, cut to about `limit` characters.
local function quoted(text, limit)
  if #text <= limit then return M.quoted(text) end
  local last = limit
  while last > 1 and text:byte(last + 1) >= 0x80 and text:byte(last + 1) < 0xC0 do last = last - 1 end
  return ("%s --[[ … %d more bytes ]]"):format(M.quoted(text:sub(1, last)), #text - last)
end

local function float(value)
  if value ~= value then return "0/0" end
  if value == math.huge then return "math.huge" end
  if value == -math.huge then return "-math.huge" end
  local text
  for digits = 14, 17 do
    text = ("%." .. digits .. "g"):format(value)
    if tonumber(text) == value then break end
  end
  return text:find("[.e]") and text or text .. ".0"
end

local function number(value)
  if math.type(value) == "float" then return float(value) end
  return value == math.mininteger and "math.mininteger" or tostring(value)
end

-- ---- what Lua cannot write ----

local constants = {
  [core.unknown] = "heddle.unknown", [core.not_applicable] = "heddle.not_applicable",
  [core.not_recorded] = "heddle.not_recorded",
}

local function plain(text)
  return require("heddle.render.text").plain(text)
end

--- What VALUE is called if it is an object of heddle's: "set", "row", "corpus", "table" (a result) and its like.
function M.kind(value)
  if type(value) == "userdata" then
    return not constants[value] and (getmetatable(value) or ""):match("^heddle%.(.*)") or nil
  elseif type(value) == "table" then
    return require("heddle.corpus").is(value) and "corpus" or require("heddle.result").kind_of(value)
  end
end

local kind_of = M.kind

-- What an object prints; a row of a loop that went on prints no more.
local function printed(value, kind)
  if kind ~= "row" then return tostring(value) end
  local ok, text = pcall(tostring, value)
  return ok and text or "a row that is no longer valid"
end

-- Any other value in a few words.
local function named(value)
  local kind = kind_of(value)
  if type(value) == "userdata" or kind == "corpus" then kind = printed(value, kind) end
  return (plain(kind or type(value)):gsub("%]%]", "] ]"))
end

local function comment(text)
  return "nil --[[ " .. text .. " ]]"
end

local function leaf(value, limit)
  local kind = type(value)
  if kind == "string" then return quoted(value, limit) end
  if kind == "number" then return number(value) end
  if kind == "nil" or kind == "boolean" then return tostring(value) end
  return constants[value] or comment(named(value))
end

-- ---- tables ----

local ranks = { number = 1, string = 2, boolean = 3 }

-- The keys of T behind its list, in order.  Tables and functions as keys have none: they go by what they look like.
local function keys_of(t, length)
  local keys, names = {}, {}
  for key in next, t do
    if not (math.type(key) == "integer" and key >= 1 and key <= length) then
      keys[#keys + 1] = key
      if not ranks[type(key)] then names[key] = leaf(key, TEXT) .. "\0" .. leaf(t[key], TEXT) end
    end
  end
  table.sort(keys, function(a, b)
    local first, second = ranks[type(a)] or 4, ranks[type(b)] or 4
    if first ~= second then return first < second end
    if first == 3 then return not a and b end
    if first == 4 then return names[a] < names[b] end
    return a < b
  end)
  return keys
end

local function list_length(t)
  local n = 0
  while rawget(t, n + 1) ~= nil do n = n + 1 end
  return n
end

local node

local function key_text(key, state)
  if require("heddle.syntax.lexer").is_name(key) then return key end
  if ranks[type(key)] or constants[key] then return "[" .. leaf(key, state.text) .. "]" end
  return "[{ --[[ " .. named(key) .. " ]] }]" -- nil is no key
end

-- A table as { items, more = how many are left out, flat = whether all items are a word each }.
local function tree(t, depth, state)
  local result, length = { flat = true }, list_length(t)
  local keys = keys_of(t, length)
  local n = length + #keys
  for i = 1, n do
    if i > ITEMS or state.left <= 0 then
      result.more = n - i + 1
      break
    end
    local key = i <= length and i or keys[i - length]
    local item = node(rawget(t, key), depth + 1, state)
    local prefix = i > length and key_text(key, state) .. " = " or ""
    state.left = state.left - #prefix - 2
    result[i] = { prefix = prefix, item = item }
    result.flat = result.flat and i <= length and type(item) == "string" and not item:find("--[[", 1, true)
  end
  return result
end

local function count(t)
  local n = 0
  for _ in next, t do n = n + 1 end
  return n
end

node = function(value, depth, state)
  if type(value) ~= "table" or kind_of(value) then
    local text = leaf(value, state.text)
    state.left = state.left - #text
    return text
  end
  if state.open[value] then return comment("the table it is in") end
  if next(value) == nil then return "{}" end
  if depth > DEPTH then return ("{ --[[ %d more ]] }"):format(count(value)) end
  state.open[value] = true
  local result = tree(value, depth, state)
  state.open[value] = nil
  return result
end

-- A node on one line.
local function flat(n)
  if type(n) == "string" then return n end
  local parts = {}
  for i, one in ipairs(n) do parts[i] = one.prefix .. flat(one.item) end
  local more = n.more and ("%s--[[ … %d more ]] "):format(#parts > 0 and ", " or "", n.more) or " "
  return "{ " .. table.concat(parts, ", ") .. more .. "}"
end

local lines_of

-- Words one after the other, as many to a line as fit.
local function filled(n, indent, width, out)
  local line = ""
  for _, one in ipairs(n) do
    if line ~= "" and core.width(indent .. line .. " " .. one.item) >= width then
      out[#out + 1], line = indent .. line, ""
    end
    line = line .. (line == "" and "" or " ") .. one.item .. ","
  end
  if line ~= "" then out[#out + 1] = indent .. line end
end

-- A node behind PREFIX as lines, the last ending in TAIL.
lines_of = function(n, prefix, indent, tail, width, out)
  local line = indent .. prefix .. flat(n) .. tail
  if type(n) == "string" or core.width(line) <= width then
    out[#out + 1] = line
    return
  end
  out[#out + 1] = indent .. prefix .. "{"
  local inner = indent .. "  "
  if n.flat then
    filled(n, inner, width, out)
  else
    for _, one in ipairs(n) do lines_of(one.item, one.prefix, inner, ",", width, out) end
  end
  if n.more then out[#out + 1] = ("%s-- … %d more"):format(inner, n.more) end
  out[#out + 1] = indent .. "}" .. tail
end

--- VALUE as Lua, in lines of about `width` columns (80) where they can be.
function M.value(value, width)
  if type(value) ~= "table" or kind_of(value) then return leaf(value, TOTAL) end
  local out = {}
  lines_of(node(value, 1, { open = {}, left = TOTAL, text = TEXT }), "", "", "", width or WIDTH, out)
  return table.concat(out, "\n")
end

--- VALUE as the prompt shows it: a text in quotes, a list of units as a table, an object of heddle's as it prints
-- itself, everything else as Lua.  `width` is that of the terminal, nil: nothing is cut.
function M.text(value, width)
  local object = kind_of(value)
  if object == "row" then return require("heddle.render.units").one(value) end
  if object then return printed(value, object) end
  if type(value) == "table" then
    local units = require "heddle.render.units"
    if units.is_list(value) then return units.list(value, width) end
  end
  if type(value) == "function" or type(value) == "thread" then return type(value) end
  return M.value(value, width)
end

--- What `heddle -e` prints of VALUE: the same, but texts and numbers as print has them.
function M.plain(value)
  local kind = type(value)
  if kind == "string" then return value end
  if kind == "number" or constants[value] then return tostring(value) end
  return M.text(value, host.columns())
end

--- Print the results of `heddle -e`, one a line.
function M.results(...)
  for i = 1, select("#", ...) do host.write(M.plain((select(i, ...))) .. "\n") end
end

return M
