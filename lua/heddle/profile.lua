--- Runs a document profile: a pure function of a document's text and name that gives import records.

local core = require "heddle.core"
local check = require "heddle.check"

local M = {}

local DEEPEST = 32

local function fail(at, what)
  core.raise(("profile: %s: %s"):format(at, what))
end

local encode

local function encode_list(list, at, depth)
  local parts = {}
  for i = 1, #list do parts[i] = encode(list[i], ("%s[%d]"):format(at, i), depth) end
  return "[" .. table.concat(parts, ", ") .. "]"
end

-- Keys in the order of their bytes; an empty table is an empty list.
local function encode_table(value, at, depth)
  local keys = {}
  for key in next, value do
    keys[#keys + 1] = key
    if type(key) ~= "string" and math.type(key) ~= "integer" then
      fail(at, ("a key is %s (expected a text)"):format(check.show(key)))
    end
  end
  if #keys == #value then return encode_list(value, at, depth) end
  table.sort(keys, function(a, b) return tostring(a) < tostring(b) end)
  local parts = {}
  for i, key in ipairs(keys) do
    if type(key) ~= "string" then fail(at, "expected a list or a record, got keys of both") end
    parts[i] = core.json_string(key) .. ": " .. encode(value[key], at .. "." .. key, depth)
  end
  return "{" .. table.concat(parts, ", ") .. "}"
end

function encode(value, at, depth)
  local kind = type(value)
  if kind == "string" then return core.json_string(value) end
  if kind == "boolean" then return tostring(value) end
  if kind == "number" and value == value and math.abs(value) < math.huge then return core.json_number(value) end
  if kind ~= "table" then
    fail(at, ("expected a text, number, true, false or table, got %s"):format(check.show(value)))
  end
  if depth > DEEPEST then fail(at, "tables are nested too deeply") end
  return encode_table(value, at, depth + 1)
end

--- The records of `profile(text, name, source)`, one a line; `source` is the id asked for, or nil.
function M.run(profile, text, name, source)
  if type(profile) ~= "function" then
    fail("result of the file", ("expected a function (text, name), got %s"):format(check.show(profile)))
  end
  local records = profile(text, name, source)
  if type(records) ~= "table" then
    fail("result", ("expected a list of records, got %s"):format(check.show(records)))
  end
  if #records == 0 and next(records) ~= nil then
    fail("result", "expected a list of records, got a table that is no list (of one record: { record })")
  end
  local lines, named = {}, source == nil
  for i = 1, #records do
    if type(records[i]) ~= "table" then
      fail(("records[%d]"):format(i), ("expected a record, got %s"):format(check.show(records[i])))
    end
    local of = records[i].source
    named = named or type(of) == "table" and of.id == source
    lines[i] = encode(records[i], ("records[%d]"):format(i), 1) .. "\n"
  end
  if not named then fail("result", ("no source has the id that --source asks for, '%s'"):format(source)) end
  return table.concat(lines)
end

return M
