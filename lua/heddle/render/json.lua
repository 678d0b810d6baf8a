--- A frame as JSON: everything it holds, keys in one order, counts as integers.

local core = require "heddle.core"
local number = require "heddle.number"
local state = require "heddle.state"

local M = {}

local encode

local function object(pairs_)
  local parts = {}
  for _, pair in ipairs(pairs_) do
    if pair[2] ~= nil then parts[#parts + 1] = core.json_string(pair[1]) .. ":" .. encode(pair[2]) end
  end
  return "{" .. table.concat(parts, ",") .. "}"
end

local function array(list, each)
  local parts = {}
  for i, item in ipairs(list) do parts[i] = each and each(item) or encode(item) end
  return "[" .. table.concat(parts, ",") .. "]"
end

function encode(value)
  local kind = type(value)
  if kind == "string" then return core.json_string(value) end
  if kind == "number" then return core.json_number(value) end
  if kind == "table" then return getmetatable(value) and tostring(value) or array(value) end
  return tostring(value)
end

-- Raw text, which is JSON already.
local function raw(text)
  return setmetatable({ text }, { __tostring = function() return text end })
end

-- What is not a value says so: { "state", "hidden" }.
local function stated(found)
  return { "state", found ~= "value" and found or nil }
end

-- A percentage as a number; no percentage (its base is 0) as nothing.  Its interval only where the table shows it.
local function share(n, base, frame, before)
  local percent = base and tonumber(number.percent_text(n, base, frame.digits))
  local ci
  if base and base > 0 and frame.ci then
    local low, high = require("heddle.interval").texts(n, base, frame.digits)
    ci = { tonumber(low), tonumber(high) }
  end
  return object { before or {}, { "N", base }, { "percent", percent }, { "ci", ci },
    base and stated(state.of_percent(n, base, frame.digits)) or {} }
end

local function cell(row, c, frame)
  if not frame.percents or not row.bases then return share(row.n[c], row.N and row.N[c], frame, { "n", row.n[c] }) end
  local parts = { { "n", row.n[c] } }
  for _, of in ipairs(frame.percents) do
    parts[#parts + 1] = { of, raw(share(row.n[c], row.bases[of][c], frame)) }
  end
  return object(parts)
end

-- A value as data: fractions as numbers, intervals as lists of two.
local function value(row, c, spec)
  local v = row.values[c]
  local found = state.of_value(spec, v)
  v = number.value_of(spec.value, v, spec.digits)
  if found == "value" then return encode(v) end
  if v == nil then return "null" end -- not available, as data has it
  return object { { "value", v }, stated(found) }
end

local function column(c)
  return object { { "label", c.label }, { "key", c.key }, { "path", c.path }, { "value", c.value } }
end

-- One-way tables have a column per measure of the same cells; here the cells are enough.
local function data_columns(frame)
  local columns, at = {}, {}
  for i, c in ipairs(frame.columns) do
    if frame.two_way or c.value or i == 1 or c.cube ~= frame.columns[i - 1].cube then
      columns[#columns + 1], at[#at + 1] = c, i
    end
  end
  return columns, at
end

function M.render(frame)
  local columns, at = data_columns(frame)
  local function head_of(r)
    local dimension = frame.stubs and frame.stubs.parts and frame.stubs.parts[r.part]
    return object { { "label", r.label }, { "key", r.key }, { "kind", r.kind }, { "depth", r.depth },
      { "dimension", dimension }, { "path", r.path }, { "code", frame.stubs and r.code } }
  end
  local function row(r)
    if r.kind == "heading" then return head_of(r) end
    local cells, own = {}, state.own(frame, r)
    for i, c in ipairs(at) do
      local spec = frame.columns[c]
      local blank = spec.mentions and r.key == "(no theme)" or spec.value and not r.values
      if blank then
        cells[i] = "null"
      elseif own and own[c] then
        cells[i] = spec.value and own[c] ~= "hidden" and own[c] ~= "low" and "null" or object { stated(own[c]) }
      else
        cells[i] = spec.value and value(r, c, spec) or cell(r, c, frame)
      end
    end
    return head_of(r):sub(1, -2) .. ',"cells":[' .. table.concat(cells, ",") .. "]}"
  end
  local head = object { { "title", frame.title }, { "base", frame.base }, { "percent", frame.measure },
    { "selection", frame.selection }, { "rows_are", frame.stub } }
  local rows = {}
  for i, r in ipairs(frame.rows) do rows[i] = row(r) end
  return table.concat { head:sub(1, -2), ',"columns":', array(columns, column), ',"rows":[\n',
    table.concat(rows, ",\n"), '\n],"notes":', array(frame.notes), "}" }
end

return M
