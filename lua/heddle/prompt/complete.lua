--- What could be typed before the cursor: names, members, options, and inside quotes the names and values of the
-- store.  Values are looked at, raw, never asked: no metamethod runs.

local api = require "heddle.api"
local core = require "heddle.core"
local host = require "heddle.host"
local lexer = require "heddle.syntax.lexer"
local parser = require "heddle.syntax.parser"
local known = require "heddle.prompt.known"
local types = require "heddle.syntax.types"

local M = {}

local MOST = 200 -- listed at once

-- ---- values that are there ----

local plain = { string = true, number = true, boolean = true, ["function"] = true }

-- The type of a value of the session; kind "value" is a table of its own.
local function type_of(value)
  if type(value) == "userdata" then
    local ok, unit = pcall(core.set_unit, value)
    if ok then return { kind = "set", unit = unit } end
    local is_row, set = pcall(core.row_set, value)
    return is_row and { kind = "row", unit = core.set_unit(set) } or nil
  end
  if type(value) == "table" then
    local result = require "heddle.result"
    local methods = result.methods(value)
    if methods and result.kind_of(value) == "report" then return { kind = "report" } end
    if methods then return { kind = "table", methods = methods } end
    return { kind = "value", value = value }
  end
  return plain[type(value)] and { kind = type(value) } or nil
end

local function session_type(name)
  local value = rawget(host.globals(), name)
  if value == nil or name == "heddle" and rawequal(value, require "heddle") then return nil end
  if name == "corpus" and type(value) == "table" and next(value) == nil then return nil end
  local found = type_of(value)
  return found and found.kind ~= "value" and found or nil
end

-- The value that a chain of names stands for.
local function value_of(node)
  if node.kind == "name" and not node.declared then return rawget(host.globals(), node.name) end
  if node.kind == "member" then
    local object = value_of(node.object)
    if type(object) == "table" then return rawget(object, node.name) end
  end
end

-- ---- candidates ----

-- A list that keeps each text once, of those that begin with PREFIX however it is written.
local function collector(prefix)
  local list, seen, folded = {}, {}, core.fold(prefix)
  return list, function(text, full)
    if type(text) == "string" and text ~= "" and not seen[text] and core.fold(text):sub(1, #folded) == folded then
      seen[text] = true
      list[#list + 1] = { shown = text, full = full or text }
    end
  end
end

local function sorted(t)
  local list = {}
  for name in next, t do
    if lexer.is_name(name) then list[#list + 1] = name end
  end
  table.sort(list)
  return list
end

local function add_globals(add, at, chunk)
  for _, name in ipairs(sorted(at.visible)) do add(name) end
  local globals = { corpus = true, heddle = true }
  for name in next, host.globals() do globals[name] = true end
  for name, given in next, chunk.globals do globals[name] = globals[name] or given[1].from < at.from or nil end
  globals._G, globals._VERSION = nil, nil
  for _, name in ipairs(sorted(globals)) do add(name) end
  if at.prefix ~= "" then
    for _, word in ipairs(lexer.keywords) do add(word) end
  end
end

-- The members of the API that stand behind a prefix such as "set:".
local function add_api(add, prefix)
  for _, entry in ipairs(api.behind(prefix)) do add(api.last(entry.name)) end
end

local function add_members(add, at, kind)
  local method = at.kind == "method"
  if not kind then
    local value = value_of(at.object)
    kind = value ~= nil and type_of(value) or nil
  end
  if not kind then return end
  if kind.kind == "set" then
    add_api(add, "set:")
  elseif kind.kind == "table" then
    for _, name in ipairs(kind.methods or {}) do add(name) end
    if not kind.methods then add_api(add, "table:") end
  elseif kind.kind == "report" then
    add_api(add, "report:")
  elseif kind.kind == "row" then
    if not method then known.fields(add) end
    if not method then
      for _, member in ipairs(api.entry("row").members) do add(member[1]) end
    end
    if method then add_api(add, "row:") end
  elseif method and kind.kind == "string" then
    for _, name in ipairs(sorted(string)) do add(name) end
  elseif kind.kind == "corpus" or kind.kind == "heddle" or kind.kind == "heddle.stats" then
    add_api(add, kind.kind .. ".")
  elseif kind.kind == "library" then
    for _, name in ipairs(sorted(rawget(host.globals(), kind.name) or {})) do add(name) end
  elseif kind.members then
    for _, member in ipairs(kind.members) do add(member[1]) end
  elseif kind.kind == "literal" then
    for _, item in ipairs(kind.node.items) do
      if lexer.is_name(item.key) then add(item.key) end
    end
  end
  if kind.kind == "value" then
    for _, name in ipairs(sorted(kind.value)) do add(name) end
    local behind = host.raw(kind.value)
    for _, name in ipairs(behind and sorted(behind) or {}) do add(name) end
  end
end

-- ---- what a call expects ----

-- What stands at the place by the API: a type of api.types, and the keys below the argument or option that has it.
local function expected(at, found)
  if not at.call then return nil end
  local entry, object = found:called(at.call)
  if not entry or not entry.params then return nil end
  local keys = table.move(at.path, 1, #at.path, 1, {})
  if at.kind ~= "key" and #at.tables > 0 then keys[#keys + 1] = at.key or at.index end
  local last = entry.params[#entry.params]
  local param = entry.params[at.argument] or last and last.more and last
  if entry.name == "set:filter" and at.argument == 1 then param = entry.params[1] end
  if not param then return nil end
  local in_table = param[2] == "options" or param[2] == "groups" or param[2] == "steps"
  if not in_table then return param[2], keys, entry, object end
  if #at.tables == 0 then return nil end
  if #keys == 0 then return "options", keys, entry, object end
  for _, option in ipairs(entry.options) do
    if option[1] == keys[1] then
      return (option[2]:gsub("!$", "")), table.move(keys, 2, #keys + 1, 1, {}), entry, object
    end
  end
end

-- The values a list of the API names, plain or as "list of".
local function listed(kind)
  if kind == "percents" then kind = "percent" elseif kind == "periods" then kind = "period" end
  if kind == "column" then kind = "order" end
  local values = api.types[kind:gsub("^list of ", "")]
  return type(values) == "table" and values or nil
end

local function add_keys(add, at, found)
  local kind, keys, entry = expected(at, found)
  local given = {}
  for _, item in ipairs(at.tables[#at.tables].items) do
    if item.key then given[item.key] = true end
  end
  local function one(name)
    if not given[name] then add(name, name .. " = ") end
  end
  if kind == "options" then
    for _, option in ipairs(entry.options) do one(option[1]) end
  elseif kind == "filter" and #keys == 0 then
    known.fields(one, true)
  elseif kind == "filter" and keys[1] == "theme" or kind == "themes" then
    one("exact")
  elseif kind == "filter" then
    one("from")
    one("to")
  elseif kind == "axis" or kind == "dimension" then
    for _, name in ipairs { "bins", "period", "within" } do one(name) end
  elseif kind == "named" then
    local expression = at.call.arguments[1]
    for name in expression and expression.kind == "string" and expression.value:gmatch(":([%a_][%w_]*)") or
      function() end do one(name) end
  end
  return kind ~= nil and kind ~= "any"
end

-- ---- inside quotes ----

-- Where the quotes of an expression stand open: the text before, and the value begun; else nil.
local function open_quote(text)
  local inside, place = false, nil
  for at in text:gmatch("()'") do
    inside = not inside
    if inside then place = at end
  end
  if inside then return text:sub(1, place - 1), text:sub(place + 1) end
end

local function compared(head)
  return head:match("([%a_][%w_]*)%s*[=!<>]+%s*$") or head:match("([%a_][%w_]*)%s+in%s*%([^()]*$")
end

local words = { "and", "or", "not", "in", "is", "child", "finding", "unknown", "not_applicable", "not_recorded",
  "missing", "true", "false" }

-- In an expression: the text that stays, what is completed, who adds to it, and the mark that closes it (false: none).
local function in_expression(text)
  local head, value = open_quote(text)
  if head then
    local field = compared(head)
    return text:sub(1, #head + 1), value, function(add)
      if field then known.values(field, function(v) add(v, (v:gsub("'", "''"))) end) end
    end, "'"
  end
  local word = text:match("[%a_][%w_]*$") or ""
  head = text:sub(1, #text - #word)
  if head:find(":$") then return nil end -- the name of a value
  local field = word == "" and compared(head)
  return head, word, function(add)
    if field then known.values(field, function(v) add("'" .. v:gsub("'", "''") .. "'") end) end
    if field then return end
    known.fields(add, true)
    if word ~= "" then
      for _, w in ipairs(words) do add(w) end
    end
  end, false
end

-- The last dimension of "area > theme + outcome".
local function in_axis(text)
  local head = text:match("^(.*[>+]%s*)") or ""
  return head, text:sub(#head + 1), known.dimensions
end

-- The rows and columns of a table that a call of the text makes.
local function add_groups(add, object)
  local call = object and object.call
  if not call then return end
  local function dimension(node)
    if node and node.kind == "string" and node.value then
      for name in node.value:gmatch("[^>+]+") do known.values(name:match("^%s*(.-)%s*$"), add) end
    end
  end
  local entry = object.entry and object.entry.name
  if entry == "set:themes" or entry == "set:trend" or entry == "set:compare" or entry == "heddle.compare" then
    known.values("theme", add)
  end
  for _, argument in ipairs(call.arguments) do
    dimension(argument)
    for _, item in ipairs(argument.items or {}) do
      if item.key == "rows" or item.key == "cols" or item.key == "by" then dimension(item.value) end
    end
  end
end

-- As in_expression, for any text in quotes.
local function in_quotes(at, found)
  local kind, keys, _, object = expected(at, found)
  local text = at.prefix
  if not kind then return nil end
  local key = keys[1]
  local function all(add_all) return "", text, add_all end
  if kind == "filter" then
    if key == nil then return in_expression(text) end
    return all(function(add) known.values(key, add) end)
  elseif kind == "axis" or kind == "dimension" then
    for _, part in ipairs(keys) do
      if part == "period" then kind = "period" end
    end
    if kind ~= "period" then return in_axis(text) end
  elseif kind == "theme" or kind == "themes" then
    return all(function(add) known.values("theme", add) end)
  elseif kind == "field" or kind == "columns" then
    return all(known.dimensions)
  elseif kind == "date" then
    return all(known.dates)
  elseif kind == "names" then
    return all(known.comparators)
  elseif kind == "group" then
    return all(function(add) add_groups(add, object) end)
  elseif kind == "named" and key then
    local expression = at.call.arguments[1]
    local before = expression and expression.value and expression.value:match("^(.-):" .. key .. "%f[^%w_]")
    local field = before and compared(before)
    if not field then return nil end
    return all(function(add) known.values(field, add) end)
  end
  local values = listed(kind)
  if values then
    return all(function(add)
      for _, value in ipairs(values) do add(value) end
      if kind == "format" and object.entry and object.entry.name == "set:cooccurrence" then add("graphml") end
    end)
  end
end

-- VALUE as it is written between quotes; nil when it cannot be.
local function written(value, quote)
  if quote == "[[" then return not value:find("]", 1, true) and value or nil end
  return (value:gsub("[\\" .. quote .. "]", "\\%0"):gsub("\n", "\\n"):gsub("%c", function(c)
    return ("\\%03d"):format(c:byte())
  end))
end

local function complete_string(text, cursor, at, found)
  local head, begun, add_all, closing = in_quotes(at, found)
  if not head then return {} end
  local list, add = collector(begun)
  add_all(add)
  local out = {}
  for _, one in ipairs(list) do
    local full = one.full
    if #list == 1 and closing and text:sub(cursor + 1, cursor + 1) ~= closing then full = full .. closing end
    full = written(head .. full, at.quote)
    if full and #list == 1 and closing == nil and head == "" and #at.quote == 1
      and text:sub(cursor + 1, cursor + 1) ~= at.quote then
      full = full .. at.quote
    end
    if full then out[#out + 1] = { shown = one.shown, full = full } end
  end
  return out
end

-- ---- all ----

-- At most so many; of more the first and the last in order, so that what all begin with stays the same.
local function cut(list)
  if #list > MOST then
    table.sort(list, function(a, b) return a.full < b.full end)
    local last = list[#list]
    last = { full = last.full, shown = ("… %d more"):format(#list - MOST + 1) }
    list = table.move(list, 1, MOST - 1, 1, { [MOST] = last })
  end
  local full, shown = {}, {}
  for i, one in ipairs(list) do full[i], shown[i] = one.full, one.shown end
  return full, shown
end

-- "?name": what help explains.
local function explained(text, cursor)
  local place, word = text:sub(1, cursor):match("^%s*%?%s*()([%w_.:]*)$")
  if not place then return nil end
  local list, add = collector(word)
  for _, entry in ipairs(api.entries()) do add(entry.name) end
  for _, entry in ipairs(api.entries()) do
    if word ~= "" then add(api.last(entry.name)) end
  end
  return place, cut(list)
end

-- ":name": the commands of the prompt.
local function command(text, cursor)
  local place, word = text:sub(1, cursor):match("^%s*:()(%l*)$")
  if not place then return nil end
  local list, add = collector(word)
  for _, name in ipairs(require("heddle.prompt.commands").names) do add(name) end
  return place, cut(list)
end

--- TEXT with the cursor behind its first CURSOR bytes: where what is replaced begins (it ends at the cursor), a list of
-- what it can become, and how each is listed.
function M.complete(text, cursor)
  local place, full, shown = explained(text, cursor)
  if not place then place, full, shown = command(text, cursor) end
  if place then return place, full, shown end
  local chunk, _, at = parser.parse(text, cursor)
  if not at then return cursor + 1, {}, {} end
  local found = types.new(chunk, session_type, true)
  local list, add = collector(at.prefix)
  if at.kind == "string" then
    list = complete_string(text, cursor, at, found)
  elseif at.kind == "member" or at.kind == "method" then
    add_members(add, at, found:of(at.object))
  elseif at.kind == "key" then
    local asked = add_keys(add, at, found)
    if not asked or at.prefix ~= "" and #list == 0 then add_globals(add, at, chunk) end
  else
    local kind = at.kind == "value" and expected(at, found)
    if kind == "boolean" then
      add("true")
      add("false")
    end
    for _, value in ipairs(kind and at.prefix == "" and listed(kind) or {}) do add('"' .. value .. '"') end
    if #list == 0 then add_globals(add, at, chunk) end
  end
  return at.from, cut(list)
end

return M
