--- Calls of heddle's functions: what a script passes is given to the very checks of a run, on a set without units,
-- so that lint says what a run would say.  Values that only a run would know are left out, or get stand-ins.
--
-- A call's `parts` are what can be said apart: { key =, node =, known =, value =, from =, line = } for an option, a
-- condition, an argument.  When a check fails, the part that the message speaks of is reported, and left out (`out`) of
-- the next attempt; what cannot be laid to a part may come of what was left out, and is not reported.

local check = require "heddle.check"
local core = require "heddle.core"
local literal = require "heddle.lint.literal"
local reports = require "heddle.lint.reports"
local sets = require "heddle.set"

local M = {}

local MOST_ATTEMPTS = 20 -- of one call

-- The message of a failed check; what is none of a script's making is raised on.
local function message_of(err)
  if type(err) ~= "string" or err:find("^[^ ]+%.lua:%d+:") or err:find("^heddle[%w_.]*:%d+:") then error(err, 0) end
  return err
end

-- ---- parts ----

local function part_of(checked, key, node, from)
  local known, value = literal.value(checked.types, node)
  return { key = key, node = node, known = known, value = value, from = from or node.from, line = node.line }
end

-- The parts of a table's node, and whether all its keys are known.  The entries of its list stand for themselves.
local function parts_of(checked, node)
  local parts, all = {}, true
  for _, item in ipairs(node.items) do
    local key = item.key
    if key == nil then key = item.index end
    if key == nil or key ~= key then
      all = false
    else
      parts[#parts + 1] = part_of(checked, key, item.value, item.key_from or item.from)
      parts[#parts].line = item.line
    end
  end
  return parts, all
end

local function shown(value)
  return "'" .. tostring(value) .. "'"
end

-- The place in PART that MESSAGE speaks of: one of its texts, else its key.
local function spoken_of(part, message)
  for _, text in ipairs(literal.texts(part.node)) do
    if message:find(shown(text.value), 1, true) then return text end
  end
  for _, text in ipairs(literal.texts(part.node)) do -- a part of a text: area > theme
    for word in type(text.value) == "string" and text.value:gmatch("[^>+]+") or function() end do
      word = word:match("^%s*(.-)%s*$")
      if word ~= "" and message:find(shown(word), 1, true) then return text end
    end
  end
end

-- The part that MESSAGE speaks of, and where.
local function culprit(parts, message)
  local option = message:match("option '([%w_]+)'") or message:match("unknown option '(.-)'")
    or message:match("^%l+: ([%w_]+): ")
  local name = message:find("unknown", 1, true) -- then a part of any value can be meant
  for _, part in ipairs(parts) do
    if part.key == option and not part.out and (part.known or name) then
      return part, part.known and spoken_of(part, message) or part
    end
  end
  for _, part in ipairs(parts) do
    local place = not part.out and part.known and spoken_of(part, message)
    if place then return part, place end
  end
  for _, part in ipairs(parts) do
    if not part.out and (part.known or name) and message:find(shown(part.key), 1, true) then return part, part end
  end
end

-- Call RUN(values) until it does not fail: values by key, of the parts that are known, stand-ins for the others.
-- STRICT(message): what to do with a message that speaks of no part.  Gives what RUN gave.
local function attempt(checked, parts, stand_in, run, strict)
  for _ = 1, MOST_ATTEMPTS do
    local values, invented = {}, {}
    for _, part in ipairs(parts) do
      local value = part.value
      if part.out or not part.known then
        value = stand_in(part.key, part)
        invented[#invented + 1] = value
      end
      if part.key ~= nil then values[part.key] = value end
    end
    local ok, result = pcall(run, values)
    if ok then return result end
    local message = message_of(result)
    for _, value in ipairs(invented) do
      if message:find("got " .. tostring(value), 1, true) or message:find(shown(value), 1, true) then return nil end
    end
    local part, place = culprit(parts, message)
    if part then
      checked.problem(place, message)
      part.out = true
    elseif not (strict and strict(message)) then
      return nil
    end
  end
end

-- ---- options ----

-- Values for options that must be there.
local stand_ins = {
  axis = function() return "coded" end,
  dimension = function() return "coded" end,
  deadline = function() return 15 end,
  text = function() return "a text" end,
  date = function(store) return store and store:date() or "notified" end,
}

local function required(entry)
  local kinds = {}
  for _, option in ipairs(entry.options) do
    local kind = option[2]:match("^(.*)!$")
    if kind then kinds[option[1]] = kind end
  end
  return kinds
end

-- The options of a call: their parts, checked by themselves; nil when nothing can be said of them.
local function options_of(checked, entry, node, call)
  local parts, all = {}, true
  if node and node.kind == "table" then
    parts, all = parts_of(checked, node)
  elseif node then
    local known, value = literal.value(checked.types, node)
    if not known then return nil end
    if value ~= nil then
      local ok, err = pcall(check.options, entry.name, value)
      if not ok then checked.problem(node, message_of(err)) end
      return nil
    end
  end
  local needed, absent = required(entry), {}
  local function stand_in(key)
    return needed[key] and stand_ins[needed[key]] and stand_ins[needed[key]](checked.store) or nil
  end
  attempt(checked, parts, stand_in, function(values)
    for key in next, absent do values[key] = stand_in(key) end
    if not all then
      for key in next, needed do
        if values[key] == nil then values[key] = stand_in(key) end
      end
    end
    for key in next, values do
      if math.type(key) == "integer" and entry.name == "heddle.compare" then values[key] = nil end
    end
    return check.options(entry.name, values)
  end, function(message)
    local key = message:match("option '([%w_]+)' is missing")
    if not key or absent[key] then return false end
    checked.problem(call, message)
    absent[key] = true
    return true
  end)
  for key in next, needed do
    local given = false
    for _, part in ipairs(parts) do given = given or part.key == key end
    if not given then parts[#parts + 1] = { key = key, node = call, known = false, missing = true } end
  end
  return parts, stand_in
end

-- The argument in which the options of an entry stand.
local function options_argument(entry)
  for i, param in ipairs(entry.params) do
    if param[2] == "options" then return i end
  end
end

-- ---- filters ----

-- The text of an expression without what stands in quotes.
local function unquoted(text)
  return (text:gsub("'[^']*'", "''"))
end

-- The field that :NAME is compared with.
local function compared_with(text, name)
  text = unquoted(text) .. " "
  return text:match("([%a_][%w_]*)%s*[=!<>]+%s*:" .. name .. "[^%w_]")
    or text:match("([%a_][%w_]*)%s+in%s*%([^)]*:" .. name .. "[^%w_]")
end

-- A filter's table, or the expression in TEXT_PART, with the values that follow it.
local function filter_parts(checked, node, named)
  if node.kind == "table" then
    local parts, all = parts_of(checked, node)
    return parts, function(key, part)
        if not part.out then return checked.store:fitting(key) or core.not_recorded end
      end,
      function(values) return values end, all
  end
  local expression = part_of(checked, nil, node)
  if not expression.known or type(expression.value) ~= "string" then return nil end
  local parts, text = {}, expression.value
  if named and named.kind == "table" then
    parts = parts_of(checked, named)
  elseif named and named.kind ~= "nil" then -- a table made elsewhere has what the expression asks for
    local seen = {}
    for name in unquoted(text):gmatch(":([%a_][%w_]*)") do
      if not seen[name] then parts[#parts + 1] = { key = name, node = named, known = false } end
      seen[name] = true
    end
  end
  parts[#parts + 1] = expression
  return parts, function(key, part)
    if part == expression or part.out then return nil end
    local field = compared_with(text, key)
    return field and checked.store:fitting(field) or 0
  end, function(values)
    if not expression.out then return text, (#parts > 1 or named) and values or nil end
  end
end

-- A filter that UNIT's units are asked for; its problems begin with "where:".
local function check_filter(checked, unit, node, named)
  if not checked.store or not unit then return end
  local parts, stand_in, given = filter_parts(checked, node, named)
  if not parts then
    local known, value = literal.value(checked.types, node)
    if not known then return end
    local ok, err = pcall(sets.methods.where, checked.store:empty(unit), value)
    if not ok then checked.problem(node, message_of(err)) end
    return
  end
  attempt(checked, parts, stand_in, function(values)
    local filter, names = given(values)
    if filter == nil then return nil end
    return sets.methods.where(checked.store:empty(unit), filter, names)
  end, function(message)
    checked.problem(node, message)
    return false
  end)
end

-- ---- methods of sets ----

local special = {}

special["set:where"] = function(checked, node, object)
  local filter, named = table.unpack(node.arguments)
  if filter then check_filter(checked, object.unit, filter, named) end
end

local function by_themes(checked, node, object, entry)
  if not checked.store or not object.unit then return end
  local parts = {}
  for i, argument in ipairs(node.arguments) do
    if argument.kind == "table" and #argument.items > 0 and argument.items[1].index then
      for _, part in ipairs((parts_of(checked, argument))) do
        part.key = #parts + 1
        parts[#parts + 1] = part
      end
    else
      parts[#parts + 1] = part_of(checked, i, argument)
    end
  end
  for _, part in ipairs(parts) do -- each by itself, so that all are named
    if part.known then
      local ok, err = pcall(sets.methods[entry.name:match("[^:]+$")], checked.store:empty(object.unit), part.value)
      if not ok then checked.problem(literal.texts(part.node)[1] or part, message_of(err)) end
    end
  end
end
special["set:with"], special["set:without"] = by_themes, by_themes

special["set:filter"] = function(checked, node, object)
  local names = node.arguments[1]
  if not checked.store or not object.unit or not names or names.kind ~= "table" then return end
  attempt(checked, (parts_of(checked, names)), function() return "id" end, function(values)
    return sets.methods.filter(checked.store:empty(object.unit), values, function() end)
  end)
end

-- Methods that take options: what stands before these are arguments.
local function with_options(checked, node, object, entry)
  local at = options_argument(entry)
  local parts, stand_in = options_of(checked, entry, node.arguments[at], node)
  if not parts or not checked.store or object.kind ~= "set" or not object.unit then return end
  local where
  for _, part in ipairs(parts) do
    if part.key == "where" and not part.out then
      check_filter(checked, object.unit, part.node)
      part.out = true
      where = true
    end
  end
  local own = {}
  for i = 1, at - 1 do
    local argument = node.arguments[i]
    if not argument then return end
    own[i] = part_of(checked, entry.params[i][1], argument)
    table.insert(parts, i, own[i])
  end
  local method = sets.methods[entry.name:match("[^:]+$")]
  local whole = not where
  for _, part in ipairs(parts) do whole = whole and part.known end
  local made = attempt(checked, parts, function(key, part)
    if part == own[1] then return entry.name == "set:count" and "coded" or nil end
    return stand_in(key)
  end, function(values)
    local first = {}
    for i, part in ipairs(own) do first[i], values[part.key] = values[part.key], nil end
    if entry.name == "set:similar" and first[1] == nil then return nil end
    first[at] = values
    return method(checked.store:empty(object.unit), table.unpack(first, 1, at))
  end)
  checked.shadows[node] = made
end

special["heddle.compare"] = function(checked, node, _, entry)
  local given = node.arguments[1]
  if not given or given.kind ~= "table" then return end
  local parts, stand_in = options_of(checked, entry, given, node)
  if not parts or not checked.store then return end
  local unit
  for _, item in ipairs(given.items) do
    local group = item.index and item.value
    local set = group and group.kind == "table" and group.items[2] and checked.types:of(group.items[2].value)
    unit = unit or set and set.kind == "set" and set.unit
  end
  if not unit then return end
  for _, part in ipairs(parts) do
    if part.key == "where" and not part.out then
      check_filter(checked, unit, part.node)
      part.out = true
    end
  end
  local empty = checked.store:empty(unit)
  local made = attempt(checked, parts, function(key)
    return math.type(key) == "integer" and { "group " .. key, empty } or stand_in(key)
  end, function(values)
    for key, value in next, values do
      if math.type(key) == "integer" and type(value) == "table" then
        values[key] = { type(value[1]) == "string" and value[1] or "group " .. key, empty }
      end
    end
    return require("heddle").compare(values)
  end)
  checked.shadows[node] = made
end

special["heddle.param"] = function(checked, node, _, entry)
  options_of(checked, entry, node.arguments[2], node)
end

-- ---- methods of tables, rows ----

-- A table that has only a name: what it is asked for is checked before it is made.
local function nothing(graph)
  return require("heddle.result").kind { name = "table", graph = graph, frame = function() return {} end,
    render = function() error(false, 0) end } {}
end

local function format_of(checked, node, object, entry)
  local argument = node.arguments[1]
  local known, value
  if argument then known, value = literal.value(checked.types, argument) end
  if not known or value == nil then return end
  local method = entry.name:match("[^:]+$")
  local pairs_of_themes = object.entry == nil or object.entry.name == "set:cooccurrence"
  local made = nothing(pairs_of_themes)
  local ok, err = pcall(function() return made[method](made, value) end)
  if not ok and err ~= false then checked.problem(argument, message_of(err)) end
end
special["table:render"], special["table:save"] = format_of, format_of

special["row:state"] = function(checked, node, object)
  local argument = node.arguments[1]
  if not argument or not checked.store or not object.unit then return end
  local known, value = literal.value(checked.types, argument)
  local row = known and checked.store:row(object.unit)
  if not row then return end
  local ok, err = pcall(sets.row_methods.state, row, value)
  if not ok then checked.problem(argument, message_of(err)) end
end

-- set.where("...") written with a dot: what stands first is no set.
local function with_dot(checked, node, object, entry)
  if node.kind == "call" and object.kind == "report" then
    local place = { from = node.callee.name_from, line = node.callee.name_line }
    local name = entry.name:match("[^:]+$")
    checked.problem(place, ("%s: call it with a colon: r:%s(...)"):format(name, name))
    return true
  end
  if node.kind ~= "call" or not (object.kind == "set" or object.kind == "row" or object.kind == "table") then
    return false
  end
  local first = node.arguments[1]
  if object.kind == "set" and (not first or literal.value(checked.types, first)) then
    local _, err = pcall(sets.methods[entry.name:match("[^:]+$")])
    checked.problem({ from = node.callee.name_from, line = node.callee.name_line }, message_of(err))
  end
  return true
end

--- What is wrong with a call.
function M.check(checked, node)
  local entry, object = checked.types:called(node)
  if not entry or not entry.params or with_dot(checked, node, object, entry) then return end
  if node.kind == "method" and (object.kind == "heddle" or object.kind == "heddle.stats") then return end
  local last = node.arguments[#node.arguments]
  if last and last.kind == "vararg" then return end
  local name = node.kind == "method" and node or node.callee
  local place = { from = name.name_from, line = name.name_line, arguments = node.arguments, kind = "call" }
  if object.kind == "report" then reports.check(checked, node, entry) end
  if special[entry.name] then
    special[entry.name](checked, node, object, entry)
  elseif entry.options and options_argument(entry) then
    node.name_place = place
    with_options(checked, node, object, entry)
  end
end

return M
