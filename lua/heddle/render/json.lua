--- A frame as JSON: everything it holds, keys in one order, counts as integers.

local core = require "heddle.core"
local number = require "heddle.number"

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
  if kind == "table" then return array(value) end
  return tostring(value)
end

-- A percentage as a number; no percentage (its base is 0) as nothing.
local function cell(n, base, digits)
  local percent = base and tonumber(number.percent_text(n, base, digits))
  return object { { "n", n }, { "N", base }, { "percent", percent } }
end

-- A value as data: fractions as numbers, intervals as lists of two.
local function value(c, v)
  v = number.value_of(c.value, v, c.digits)
  return v == nil and "null" or encode(v)
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
    local cells = {}
    for i, c in ipairs(at) do
      local spec = frame.columns[c]
      local blank = spec.mentions and r.key == "(no theme)"
      if spec.value then
        cells[i] = value(spec, r.values and r.values[c])
      else
        cells[i] = blank and "null" or cell(r.n[c], r.N and r.N[c], frame.digits)
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
