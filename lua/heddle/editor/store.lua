--- The names of one store for editors: themes, fields with their values, bands, as aliases, and as fields of rows
-- and of filters.  They are data: each stands in a string literal that nothing in it can end, or in a comment of one
-- line.

local core = require "heddle.core"
local lexer = require "heddle.syntax.lexer"

local M = {}

local MOST_VALUES = 2000 -- of one field: an editor lists no more

local escapes = { ['"'] = '\\"', ["\\"] = "\\\\" }

--- TEXT as a string literal of one line, in Lua and in an annotation: controls are escaped, and so are the characters
-- that end a line or turn the direction of a text.
function M.literal(text)
  local function bytes(s)
    return (s:gsub(".", function(c) return ("\\%03d"):format(c:byte()) end))
  end
  text = text:gsub('[%c"\\]', function(c) return escapes[c] or bytes(c) end)
  text = text:gsub("\xC2[\x80-\x9F]", bytes):gsub("\xE2\x80[\xA8-\xAE]", bytes):gsub("\xE2\x81[\xA6-\xA9]", bytes)
  return '"' .. text .. '"'
end

-- TEXT as the rest of a comment line.
local function remark(text)
  text = text:gsub("%c+", " "):gsub("\xC2[\x80-\x9F]", " "):gsub("\xE2\x80[\xA8-\xAE]", " ")
  return (text:gsub("\xE2\x81[\xA6-\xA9]", " "))
end

-- An alias whose values are the literals of LIST, { text, remark or nil } each, every text once, then any of `others`.
local function alias(add, name, list, others)
  local seen = {}
  add("---@alias " .. name)
  for _, item in ipairs(list) do
    if not seen[item[1]] then
      seen[item[1]] = true
      add("---| " .. M.literal(item[1]) .. (item[2] and " # " .. remark(item[2]) or ""))
    end
  end
  add("---| " .. others)
  add("")
end

local function themes(add, list)
  local names = {}
  for _, theme in ipairs(list) do
    if theme.counted then names[#names + 1] = { theme.code, theme.label } end
  end
  for _, theme in ipairs(list) do
    if theme.counted then
      names[#names + 1] = { theme.label, theme.code }
      for _, name in ipairs(theme.aliases) do names[#names + 1] = { name, theme.code } end
    end
  end
  alias(add, "heddle.Theme", names, "string")
end

-- Fields whose values are names.
local named = { category = true, ordinal = true, multi = true }

local function value_alias(field)
  return ("heddle.value.%s.%s"):format(field.unit, field.key)
end

local function values(add, fields)
  for _, field in ipairs(fields) do
    if named[field.kind] then
      local list = {}
      for i, value in ipairs(field.values) do
        if i > MOST_VALUES then break end
        list[i] = { value }
      end
      alias(add, value_alias(field), list, "string")
    end
  end
end

local function bands(add, list)
  for _, band in ipairs(list) do
    local labels = {}
    for i, label in ipairs(band.labels) do labels[i] = { label } end
    alias(add, "heddle.band." .. band.name, labels, "string")
  end
end

-- What a field of this kind reads as in a row.
local function read_as(field)
  if field.kind == "multi" then return value_alias(field) .. "[]" end
  if named[field.kind] then return value_alias(field) end
  return field.kind == "flag" and "boolean" or field.kind == "number" and "number" or "string"
end

-- A field of a class; its key is a name by the rules of stores, but may be a word of Lua.
local function member(add, key, kind, text)
  local name = lexer.is_name(key) and key or "[" .. M.literal(key) .. "]"
  add(("---@field %s? %s%s"):format(name, kind, text and " # " .. remark(text) or ""))
end

-- The classes of rows: their own fields and bands, then those of the review.
local function rows(add, fields, all_bands)
  local taken_by_rows = { id = true, review = true, themes = true, labels = true, coded = true, theme = true }
  local unit_of = {}
  for _, field in ipairs(fields) do unit_of[field.key] = unit_of[field.key] or field.unit end
  for _, class in ipairs { { "Review", "review" }, { "Child", "child" }, { "Finding", "finding" } } do
    local taken = {}
    for key in next, taken_by_rows do taken[key] = true end
    add("---@class heddle." .. class[1])
    for _, unit in ipairs(class[2] == "review" and { "review" } or { class[2], "review" }) do
      for _, field in ipairs(fields) do
        if field.unit == unit and not taken[field.key] then
          taken[field.key] = true
          member(add, field.key, read_as(field), field.label)
        end
      end
      for _, band in ipairs(all_bands) do
        if unit_of[band.field] == unit and not taken[band.name] then
          taken[band.name] = true
          member(add, band.name, "heddle.band." .. band.name, band.label)
        end
      end
    end
    add("")
  end
end

-- A table filter: every field and band, whatever unit it is of; a key has one value, several, or a range.
local function filter(add, fields, all_bands)
  local kinds, order, labels, ranges = {}, {}, {}, {}
  local function take(key, kind, label)
    if not kinds[key] then order[#order + 1], kinds[key], labels[key] = key, {}, label end
    for _, known in ipairs(kinds[key]) do
      if known == kind then return end
    end
    table.insert(kinds[key], kind)
  end
  take("theme", "heddle.Theme")
  take("theme", "heddle.ExactTheme")
  take("coded", "boolean")
  take("id", "string")
  take("review", "string")
  for _, field in ipairs(fields) do
    local kind = named[field.kind] and value_alias(field) or read_as(field)
    if field.key ~= "themes" then take(field.key, kind, field.label) end
    if field.kind == "number" or field.kind == "date" or field.kind == "ordinal" then ranges[field.key] = true end
  end
  for _, band in ipairs(all_bands) do take(band.name, "heddle.band." .. band.name, band.label) end
  add("---@class heddle.Filter")
  for _, key in ipairs(order) do
    local one = table.concat(kinds[key], "|")
    member(add, key, ("%s|%s(%s|heddle.State)[]|heddle.State"):format(one, ranges[key] and "heddle.Range|" or "", one),
      labels[key])
  end
  add("")
end

-- The names of what rows and filters have: fields, dates, dimensions.
local function names(add, fields, all_bands, crosswalks)
  local keys, dates = { { "id" }, { "review" }, { "coded" } }, {}
  for _, field in ipairs(fields) do
    keys[#keys + 1] = { field.key, field.label }
    if field.kind == "date" then dates[#dates + 1] = { field.key, field.label } end
  end
  for _, band in ipairs(all_bands) do keys[#keys + 1] = { band.name, band.label } end
  local dimensions = { { "theme" } }
  for _, crosswalk in ipairs(crosswalks) do
    dimensions[#dimensions + 1] = { crosswalk.frame, crosswalk.label }
    dimensions[#dimensions + 1] = { crosswalk.frame .. "@" .. crosswalk.version, crosswalk.label }
  end
  table.move(keys, 1, #keys, #dimensions + 1, dimensions)
  alias(add, "heddle.FieldName", keys, "string")
  alias(add, "heddle.DateField", dates, "string")
  alias(add, "heddle.DimensionName", dimensions, "string")
end

--- The definitions of the names in the corpus C.
function M.definitions(c)
  local out = { "---@meta _", "", "-- The names of one store: heddle editor-setup wrote it, and writes it anew.", "" }
  local function add(line) out[#out + 1] = line end
  local fields, all_bands = core.fields(c), core.bands(c)
  themes(add, core.themes(c))
  names(add, fields, all_bands, core.crosswalks(c))
  values(add, fields)
  bands(add, all_bands)
  rows(add, fields, all_bands)
  filter(add, fields, all_bands)
  while out[#out] == "" do out[#out] = nil end
  return table.concat(out, "\n") .. "\n"
end

return M
