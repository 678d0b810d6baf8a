--- What makes the rows or columns of a table, from what a script writes to data.
--
-- An axis is a list of parts that stand one after the other (a stack); a part is a list of one dimension or of two,
-- the inner within the outer (a nesting); a dimension is { name=, bins=, closed=, period= }.

local api = require "heddle.api"
local check = require "heddle.check"

local M = {}

local MOST_PARTS, MOST_LEVELS = 8, 2
local LONGEST = 4096 -- bytes; what is longer names nothing, and need not be taken apart

local examples = '{ "age", bins = { 1, 3 } }, or { "notified", period = "quarter" }'

-- Ends of ranges as texts: "3", "3 and 4", "3 to 9".
local function between(low, high)
  if low == high then return low .. " is" end
  return ("%d %s %d are"):format(low, high - low == 1 and "and" or "to", high)
end

-- A range as a message shows it.
local function shown(range)
  if type(range) ~= "table" then return check.show(range) end
  local ends = {}
  for i = 1, math.min(rawlen(range), 4) do ends[i] = check.show(rawget(range, i)) end
  return #ends > 0 and "{ " .. table.concat(ends, ", ") .. " }" or "{}"
end

-- { { 0, 2 }, { 3, 10 } } as bounds: 0, 3, 11.  Ranges hold whole numbers, both ends included, and leave none out.
local function ranges(name, value)
  local bounds, before = {}, nil
  for i = 1, rawlen(value) do
    local range = rawget(value, i)
    local low, high
    if type(range) == "table" and rawlen(range) == 2 then
      low, high = math.tointeger(rawget(range, 1)), math.tointeger(rawget(range, 2))
    end
    if not low or not high or low > high or low < -2^53 or high > 2^53 then
      check.fail(name, "range %d of 'bins' is %s; it is two whole numbers in ascending order, such as { 3, 10 }", i,
        shown(range))
    end
    if before and high < before[1] then
      check.fail(name, "option 'bins': '%d to %d' after '%d to %d'; ranges are in ascending order", low, high,
        before[1], before[2])
    elseif before and low <= before[2] then
      check.fail(name, "option 'bins': %s in both '%d to %d' and '%d to %d'",
        between(math.max(low, before[1]), math.min(high, before[2])), before[1], before[2], low, high)
    elseif before and low > before[2] + 1 then
      check.fail(name, "option 'bins': %s in none, between '%d to %d' and '%d to %d'",
        between(before[2] + 1, low - 1), before[1], before[2], low, high)
    end
    bounds[i], before = low, { low, high }
  end
  bounds[#bounds + 1] = before[2] + 1
  return bounds
end

-- Bounds of bins; true when they were given as ranges, so that nothing is expected outside of them.
local function bins(name, value)
  if type(value) ~= "table" or rawlen(value) == 0 then
    check.fail(name, "option 'bins' is %s; it is a list of numbers in ascending order, such as { 1, 3, 6 }, "
      .. "or of ranges, such as { { 0, 2 }, { 3, 10 } }", check.show(value))
  end
  if type(rawget(value, 1)) == "table" then return ranges(name, value), true end
  local copy = {}
  for i = 1, rawlen(value) do
    local bound = rawget(value, i)
    if type(bound) ~= "number" or i > 1 and bound <= copy[i - 1] then
      check.fail(name, "option 'bins' has %s%s; it is a list of numbers in ascending order", check.show(bound),
        type(bound) == "number" and (" after %s"):format(copy[i - 1]) or "")
    end
    copy[i] = bound
  end
  return copy
end

-- A table in which a dimension is written: known keys only.
local function known_keys(name, option, value, known)
  local unknown = {}
  for key in next, value do
    local ok = key == 1
    for _, allowed in ipairs(known) do ok = ok or key == allowed end
    if not ok then unknown[#unknown + 1] = check.show(key) end
  end
  if #unknown > 0 then
    table.sort(unknown)
    check.fail(name, "option '%s' has an unknown part %s%s", option, unknown[1],
      check.suggest(unknown[1]:gsub("'", ""), known))
  end
end

local function in_table(name, option, value, known)
  known_keys(name, option, value, known)
  local given, period = rawget(value, "bins"), rawget(value, "period")
  if given ~= nil and period ~= nil then check.fail(name, "option '%s' has bins or a period, not both", option) end
  local dim = { name = rawget(value, 1) }
  if given ~= nil then dim.bins, dim.closed = bins(name, given) end
  if period ~= nil then dim.period = check.one_of(name, "period", period, api.types.period) end
  return dim
end

--- One dimension: its name, or { name, bins = { ... } } for a number, { name, period = "..." } for a date; a new
-- table.  OPTION is what the message calls it.
function M.one(name, option, value)
  if type(value) == "string" then
    if #value <= LONGEST and value:find("[>+]") then
      check.fail(name, "option '%s' is %s; it takes one dimension, without '>' and '+'", option, check.show(value))
    end
    return { name = value }
  end
  if type(value) ~= "table" or type(rawget(value, 1)) ~= "string" then
    check.fail(name, "option '%s' is %s; it is a name in quotes, or %s", option, check.show(value), examples)
  end
  return in_table(name, option, value, { "bins", "period" })
end

local function trim(text)
  return (text:gsub("^%s+", ""):gsub("%s+$", ""))
end

-- The pieces of TEXT between the character MARK, none of them empty.
local function pieces(name, option, text, mark)
  local list = {}
  for piece in (text .. mark):gmatch("([^" .. mark .. "]*)" .. mark) do
    piece = trim(piece)
    if piece == "" then
      check.fail(name, "option '%s' is %s; a dimension stands on both sides of each '%s'", option, check.show(text),
        mark)
    end
    list[#list + 1] = piece
  end
  return list
end

local function same(a, b)
  if a.name ~= b.name or a.period ~= b.period then return false end
  return table.concat(a.bins or {}, " ") == table.concat(b.bins or {}, " ")
end

-- Levels of one part: as many as can be counted, none of them twice.
local function check_part(name, option, part)
  if #part > MOST_LEVELS then
    check.fail(name, "option '%s' nests %d dimensions; at most %d can stand within each other on one side", option,
      #part, MOST_LEVELS)
  end
  if part[2] and same(part[1], part[2]) then
    check.fail(name, "option '%s' has '%s' within itself", option, part[1].name)
  end
  return part
end

-- "area > theme + outcome": + is looser than >.
local function add_text(name, option, text, parts)
  if #text > LONGEST or not text:find("[>+]") then
    parts[#parts + 1] = { { name = text } }
    return
  end
  for _, piece in ipairs(pieces(name, option, text, "+")) do
    local part = {}
    for i, level in ipairs(pieces(name, option, piece, ">")) do part[i] = { name = level } end
    parts[#parts + 1] = check_part(name, option, part)
  end
end

-- { "age", bins = { 1, 3 }, within = "area" }
local function add_table(name, option, value, parts)
  if type(rawget(value, 1)) ~= "string" then
    check.fail(name, "option '%s' has %s in its list; it is a list of names in quotes, and of tables such as %s",
      option, check.show(rawget(value, 1) == nil and value or rawget(value, 1)), examples)
  end
  local dim = in_table(name, option, value, { "bins", "period", "within" })
  local within = rawget(value, "within")
  if within == nil and not (dim.bins or dim.period) then return add_text(name, option, dim.name, parts) end
  if dim.name:find("[>+]") then
    check.fail(name, "option '%s' is '%s' with bins, a period or within; name one dimension, "
      .. "and the outer one as within = '...'", option, dim.name)
  end
  local part = { dim }
  if within ~= nil then
    local outer = M.axis(name, option, within)
    if #outer > 1 or #outer[1] > 1 then
      check.fail(name, "option '%s': within is one dimension; at most %d can stand within each other", option,
        MOST_LEVELS)
    end
    table.insert(part, 1, outer[1][1])
  end
  parts[#parts + 1] = check_part(name, option, part)
end

local function is_list(value)
  return rawlen(value) > 1 or type(rawget(value, 1)) == "table"
end

-- The entries of a list: nothing but its numbers.
local function entries(name, option, value)
  for key in next, value do
    if math.type(key) ~= "integer" or key < 1 or key > rawlen(value) then
      check.fail(name, "option '%s' is a list with a part %s; bins, period and within stand in a table of their own, "
        .. 'as in { "area", { "age", bins = { 1, 3 } } }', option, check.show(key))
    end
  end
  return table.move(value, 1, rawlen(value), 1, {})
end

--- An axis: "area", "area > theme", "area + outcome", a dimension as M.one takes it, that with within = the outer
-- dimension, or a list of these.  OPTION is what the message calls it.
function M.axis(name, option, value)
  local parts = {}
  if type(value) == "string" then
    add_text(name, option, value, parts)
  elseif type(value) ~= "table" or rawlen(value) == 0 then
    check.fail(name, "option '%s' is %s; it is a name in quotes, or %s", option, check.show(value), examples)
  elseif not is_list(value) then
    add_table(name, option, value, parts)
  else
    for _, item in ipairs(entries(name, option, value)) do
      if type(item) == "string" then
        add_text(name, option, item, parts)
      elseif type(item) == "table" then
        add_table(name, option, item, parts)
      else
        add_table(name, option, { item }, parts)
      end
    end
  end
  if #parts > MOST_PARTS then
    check.fail(name, "option '%s' stacks %d parts; at most %d", option, #parts, MOST_PARTS)
  end
  return parts
end

return M
