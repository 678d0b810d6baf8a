--- What expressions are, as far as a script's text says: by the API table (api.lua) and by what locals and globals are
-- given, without running anything.
--
-- A type is a table with `kind`: corpus, heddle, "heddle.stats", set, table, chart, report, row, record, list, rows,
-- literal, library, string, number, boolean, "function", state, nil.  A set, row, rows has its `unit` (nil: not known),
-- a table `call` (the node that makes it) and `entry`, a record or list of records `members` of the API table, a list
-- `item`, a literal table its `node`, a library its `name`.  nil: nothing is known.

local api = require "heddle.api"

local M = {}
M.__index = M

local MOST_LEVELS = 120 -- of what follows from what; what is further is not known

local units = { reviews = "review", children = "child", findings = "finding" }
local libraries = { coroutine = true, math = true, os = true, string = true, table = true, utf8 = true }
local returns_text = { format = true, gsub = true, lower = true, rep = true, reverse = true, sub = true, upper = true,
  concat = true, char = true, date = true }
local plain = { string = "string", integer = "number", number = "number", boolean = "boolean", state = "state" }

local simple = {}
for _, kind in ipairs { "corpus", "heddle", "heddle.stats", "report", "string", "number", "boolean", "function",
  "state", "nil" } do
  simple[kind] = { kind = kind }
end

--- Types of the text whose tree is CHUNK.  `session`, name -> type or nil: of globals that the text does not set.
-- `loose`: a guess is better than nothing, as for completion; else what is not certain is not known.
function M.new(chunk, session, loose)
  return setmetatable({ chunk = chunk, session = session, loose = loose, known = {}, open = {}, levels = 0 }, M)
end

-- ---- from the API table ----

-- The type that a word of `returns` or of a member stands for; OBJECT: what it is called on.
local function named(word, object, entry, members)
  word = word:gsub("%?$", "")
  if plain[word] then return simple[plain[word]] end
  if word == "set" then return { kind = "set", unit = object and object.unit } end
  local unit = units[word:match("^set of (%l+)$")]
  if unit then return { kind = "set", unit = unit } end
  if word == "table" then return { kind = "table", unit = object and object.unit, entry = entry } end
  if word == "chart" then return { kind = "chart" } end
  if word == "row" or word == "rows" then return { kind = word, unit = object and object.unit } end
  if word == "list of rows" then return { kind = "list", item = { kind = "row", unit = object and object.unit } } end
  if word == "list" then return { kind = "list", item = { kind = "record", members = members } } end
  if word == "record" then return { kind = "record", members = members } end
  local item = word:match("^list of (.*)$")
  if item then return { kind = "list", item = named(item) } end
  return (word == "heddle.stats" or word == "report") and simple[word] or nil
end

--- The nth thing that comes back from ENTRY, called on OBJECT.
function M.returned(entry, object, nth)
  local i = 0
  for word in entry.returns:gmatch("[^,]+") do
    i = i + 1
    if i == (nth or 1) then return named(word:match("^%s*(.-)%s*$"), object, entry, entry.members) end
  end
end

local parts = { corpus = "corpus.", heddle = "heddle.", ["heddle.stats"] = "heddle.stats.", set = "set:", row = "row:",
  table = "table:", chart = "chart:", report = "report:" }

--- The entry of the member NAME of a value of this type; nil if it has none.
function M.entry(kind, name)
  local prefix = kind and parts[kind.kind]
  if not prefix or name == "" then return nil end
  return api.entry(prefix .. name)
end

-- What the member NAME of a value of TYPE is.
local function member_type(type_of, name)
  if type_of.kind == "corpus" or type_of.kind == "heddle" then
    local entry = M.entry(type_of, name)
    if not entry then return nil end
    return entry.params and simple["function"] or M.returned(entry, type_of)
  end
  local members = type_of.members or type_of.kind == "row" and api.entry("row").members or {}
  for _, member in ipairs(members) do
    if member[1] == name then return named(member[2], type_of, nil) end
  end
end

-- ---- what two ways lead to ----

-- What a value of type A or of type B is.
local function either(a, b)
  if not a or not b or a.kind ~= b.kind then return nil end
  local both = {}
  for key, value in next, a do
    if b[key] == value then both[key] = value end
  end
  return both
end

-- ---- names ----

-- What the index-th name of a list gets from VALUES.
local function from_list(self, values, index)
  if #values == 0 then return simple["nil"] end
  if index < #values then return self:of(values[index]) end
  return self:of(values[#values], index - #values + 1)
end

-- What a generic for gives its index-th name.
local function from_loop(self, loop, index)
  local call = loop.values[1]
  if not call then return nil end
  if call.kind == "call" and call.callee.kind == "name" and not call.callee.declared then
    local over = (call.callee.name == "ipairs" or call.callee.name == "pairs") and call.arguments[1]
    local list = over and self:of(over)
    if not list then return nil end
    if index == 1 then return call.callee.name == "ipairs" and simple.number or nil end
    if list.kind == "list" then return list.item end
    return list.kind == "literal" and self:entries(list.node) or nil
  end
  local iterator = self:of(call)
  return iterator and iterator.kind == "rows" and index == 1 and { kind = "row", unit = iterator.unit } or nil
end

-- What a function that is given to a method of heddle's is called with.
local function from_callback(self, declared)
  local call = declared.parameter.argument_of
  if not call or call.kind ~= "method" or call.name ~= "filter" or call.arguments[1] ~= declared.parameter then
    return nil
  end
  local set = self:of(call.object)
  return set and set.kind == "set" and declared.index == 1 and { kind = "row", unit = set.unit } or nil
end

-- What WHAT is, FOUND at first, when it is given more values later.  These may be made of itself (s = s:where(...)):
-- so that it stays what it was is assumed, and what followed from that is forgotten when it does not.
local function given_later(self, what, found, more)
  local first = found
  for _, given in ipairs(more or {}) do
    self.known[what] = { type = found }
    local other = from_list(self, given.values, given.index)
    if found and found.kind == "nil" then
      found = other
    elseif self.loose then
      found = found or other
    elseif not (other and other.kind == "nil") then
      found = either(found, other)
    end
  end
  if found ~= first and not (found and first and found.kind == first.kind and found.unit == first.unit) then
    self.known = {}
  end
  return found
end

local function declared_type(self, declared)
  local found
  if declared.values then
    found = from_list(self, declared.values, declared.index)
  elseif declared.each then
    found = from_loop(self, declared.each, declared.index)
  elseif declared.parameter then
    found = from_callback(self, declared)
  elseif declared.number then
    found = simple.number
  elseif declared.value then
    found = simple["function"]
  end
  return given_later(self, declared, found, declared.assigned)
end

local function global_type(self, name)
  local given = self.chunk.globals[name]
  if given and #given > 50 then return nil end
  if given and self.known[given] then return self.known[given].type end
  if given then
    return given_later(self, given, from_list(self, given[1].values, given[1].index), { table.unpack(given, 2, 50) })
  end
  local before = self.session and self.session(name)
  if before then return before end
  if name == "corpus" or name == "heddle" then return simple[name] end
  return libraries[name] and { kind = "library", name = name } or nil
end

-- ---- tables written in the text ----

--- What the entries of the list in a table node are, when they are alike.
function M:entries(node)
  local found
  for i, item in ipairs(node.items) do
    if not item.index then return nil end
    local one = self:of(item.value)
    if i > 1 then one = either(found, one) end
    if not one then return nil end
    found = one
  end
  return found
end

local function item_of(node, key)
  local found
  for _, item in ipairs(node.items) do
    if (item.key or item.index) == key then found = item end
  end
  return found
end

-- ---- expressions ----

local of = {}

of["nil"] = function() return simple["nil"] end
of["true"] = function() return simple.boolean end
of["false"] = of["true"]
of.number = function() return simple.number end
of.string = function() return simple.string end
of["function"] = function() return simple["function"] end
of.table = function(_, node) return { kind = "literal", node = node } end
of.paren = function(self, node) return self:of(node.value) end

function of.name(self, node)
  return global_type(self, node.name)
end

function of.member(self, node)
  local object = self:of(node.object)
  if not object then return nil end
  if object.kind == "literal" then -- a later t.x = ... could change it
    local item = self.loose and item_of(object.node, node.name)
    return item and self:of(item.value) or nil
  end
  return member_type(object, node.name)
end

function of.index(self, node)
  local object = self:of(node.object)
  if not object then return nil end
  if object.kind == "list" then return object.item end
  if object.kind == "literal" and self.loose then
    local item = item_of(object.node, node.key.value)
    return item and self:of(item.value) or self:entries(object.node)
  end
  return node.key.kind == "string" and member_type(object, node.key.value) or nil
end

local function called(self, node, nth)
  local entry, object = self:called(node)
  if entry and entry.params then
    local found = M.returned(entry, object, nth)
    if found and found.kind == "table" then found.call = node end
    return found
  end
  local callee = node.kind == "call" and node.callee or node
  if node.kind == "call" and callee.kind == "name" and not callee.declared then
    local first = node.arguments[1]
    if callee.name == "require" and first and first.value == "heddle" then return simple.heddle end
    if callee.name == "tostring" or callee.name == "type" then return simple.string end
    if callee.name == "assert" and first then return nth == 1 and self:of(first) or nil end
  elseif callee.kind == "member" or callee.kind == "method" then
    local library = self:of(callee.object)
    if library and (library.kind == "library" or library.kind == "string") and returns_text[callee.name] then
      return nth == 1 and simple.string or nil
    end
  end
end
of.call, of.method = called, called

function of.unary(self, node)
  local operand = self:of(node.operand)
  if node.operator == "not" then return simple.boolean end
  if node.operator == "~" and operand and operand.kind == "set" then return operand end
  return (node.operator == "#" or operand and operand.kind == "number") and simple.number or nil
end

local sets = { ["&"] = true, ["|"] = true, ["-"] = true }
local truths = { ["=="] = true, ["~="] = true, ["<"] = true, [">"] = true, ["<="] = true, [">="] = true }

function of.binary(self, node)
  if truths[node.operator] then return simple.boolean end
  if node.operator == ".." then return simple.string end
  local left, right = self:of(node.left), self:of(node.right)
  if node.operator == "and" then return right end
  if node.operator == "or" then
    if left and left.kind == "nil" then return right end
    return either(left, right) or self.loose and (left or right) or nil
  end
  if sets[node.operator] and left and left.kind == "set" then
    return { kind = "set", unit = left.unit or right and right.kind == "set" and right.unit or nil }
  end
  return left and right and left.kind == "number" and right.kind == "number" and simple.number or nil
end

-- FIND(self, what, nth), kept, once at a time and not too deep.
local function once(self, what, nth, find)
  local known = self.known[what]
  if known and nth == 1 then return known.type end
  if self.open[what] or self.levels >= MOST_LEVELS then return nil end
  self.open[what], self.levels = true, self.levels + 1
  local found = find(self, what, nth)
  self.open[what], self.levels = nil, self.levels - 1
  if nth == 1 then self.known[what] = { type = found } end
  return found
end

--- The type of an expression's node, of its nth value where it is a call; nil when it is not known.
function M:of(node, nth)
  nth = nth or 1
  if node.kind == "name" and node.declared then return nth == 1 and self:declared(node.declared) or nil end
  local find = of[node.kind]
  if not find or nth > 1 and node.kind ~= "call" and node.kind ~= "method" then return nil end
  return once(self, node, nth, find)
end

--- The type of a local.
function M:declared(declared)
  return once(self, declared, 1, declared_type)
end

--- The entry of what a call's node calls, and the type of what it is called on; nil when the API has none of it.
function M:called(node)
  local target = node.kind == "call" and node.callee or node
  if target.kind ~= "member" and target.kind ~= "method" then return nil end
  local object = self:of(target.object)
  local entry = M.entry(object, target.name)
  return entry, object
end

return M
