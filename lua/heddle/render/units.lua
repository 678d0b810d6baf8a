--- Reviews, children and findings themselves as text: one with its fields below each other, or a list of them as a
-- table of their ids and fields.

local core = require "heddle.core"
local cut = require("heddle.render.lines").cut
local number = require "heddle.number"
local plain = require("heddle.render.text").plain

local M = {}

local LONGEST = 40 -- columns of a cell

local function is_row(value)
  return type(value) == "userdata" and getmetatable(value) == "heddle.row"
end
M.is_row = is_row

local function unit_of(row)
  local ok, set = pcall(core.row_set, row)
  return ok and core.set_unit(set), ok and core.set_corpus(set)
end

-- What a row has in a field, as text; nil when it was not recorded.
local function cell(row, key)
  local state = core.row_state(row, key)
  if state == "not recorded" then return nil end
  if state ~= "value" then return "(" .. state .. ")" end
  local value = row[key]
  if type(value) == "table" then return table.concat(value, ", ") end
  return value ~= nil and plain(tostring(value)) or nil
end

-- The fields of a unit in codebook order: { key, whether it holds numbers }.
local function fields_of(corpus, unit)
  local list = {}
  for _, field in ipairs(core.fields(corpus)) do
    if field.unit == unit then list[#list + 1] = { field.key, field.kind == "number" } end
  end
  return list
end

--- A row and its fields, in codebook order; those that were not recorded are named at the end.
function M.one(row)
  local unit, corpus = unit_of(row)
  if not unit then return "a row that is no longer valid (rows that are kept come from :list())" end
  local lines, missing = {}, {}
  if unit ~= "review" then lines[1] = { "  review", plain(row.review) } end
  for _, field in ipairs(fields_of(corpus, unit)) do
    local text = cell(row, field[1])
    if text then lines[#lines + 1] = { "  " .. field[1], text } else missing[#missing + 1] = field[1] end
  end
  lines[#lines + 1] = { "  themes", row.coded and table.concat(row.themes, ", ") or "(not yet coded)" }
  if #missing > 0 then lines[#lines + 1] = { "  not recorded", table.concat(missing, ", ") } end
  return plain(tostring(row)) .. "\n" .. core.align(lines, core.widths(lines), {})
end

--- Whether VALUE is a list of units of one kind and nothing else.
function M.is_list(value)
  if type(value) ~= "table" or not is_row(rawget(value, 1)) then return false end
  local unit, n = unit_of(value[1]), 0
  for _ in next, value do n = n + 1 end
  for i = 1, n do
    local row = rawget(value, i)
    if not is_row(row) or not unit or unit_of(row) ~= unit then return false end
  end
  return true
end

-- The places of a list that are shown: all, or `first` and `last` ones around what is left out.
local function places(n, first, last)
  local list = {}
  for i = 1, n do
    if not first or n <= first + last or i <= first or i > n - last then list[#list + 1] = i end
  end
  return list, n - #list
end

-- The columns that any of these rows has a value for: { name, cells, number }.
local function columns_of(list, shown, limit)
  local unit, corpus = unit_of(list[1])
  local columns = {}
  local function add(name, is_number, read)
    local cells, any = {}, false
    for i, at in ipairs(shown) do
      local text = read(list[at])
      any = any or text ~= nil
      cells[i] = limit and cut(text or "", LONGEST) or text or ""
    end
    if any then columns[#columns + 1] = { name = name, cells = cells, number = is_number } end
  end
  add("id", false, function(row) return plain(row.id) end)
  if unit ~= "review" then add("review", false, function(row) return plain(row.review) end) end
  for _, field in ipairs(fields_of(corpus, unit)) do
    add(field[1], field[2], function(row) return cell(row, field[1]) end)
  end
  return columns, unit
end

--- A list of units as a table, `limit` columns wide (nil: nothing is cut); `first` and `last` say how many rows of a
-- long one stand around what is left out, nil: all do.
function M.list(list, limit, first, last)
  local n = #list
  local shown, left_out = places(n, first, last)
  local columns, unit = columns_of(list, shown, limit)
  local lines, right, used, fits = {}, {}, 0, 0
  for i = 0, #shown do lines[i + 1] = {} end
  for c, column in ipairs(columns) do
    local width = core.width(column.name)
    for _, text in ipairs(column.cells) do width = math.max(width, core.width(text)) end
    used = used + width + (c > 1 and 2 or 0)
    if limit and c > 1 and used > limit then break end
    fits, right[c], lines[1][c] = c, column.number, column.name
    for i, text in ipairs(column.cells) do lines[i + 1][c] = text end
  end
  local text = core.align(lines, core.widths(lines), right)
  local notes = { number.units(n, unit) }
  if fits < #columns then
    local names = {}
    for c = fits + 1, #columns do names[#names + 1] = columns[c].name end
    notes[2] = ("… %d more fields: %s"):format(#names, table.concat(names, ", "))
    if limit then notes[2] = cut(notes[2], limit) end
  end
  if left_out > 0 then
    local out, i = {}, 0
    for line in (text .. "\n"):gmatch("(.-)\n") do
      i = i + 1
      if i == first + 2 then out[#out + 1] = ("… %s more"):format(number.units(left_out, unit)) end
      out[#out + 1] = line
    end
    text = table.concat(out, "\n")
  end
  return text .. "\n" .. table.concat(notes, "\n")
end

return M
