--- Calls of the methods of reports: texts and references, levels, terms, formats and names, as far as a script's text
-- says them.

local check = require "heddle.check"
local given = require "heddle.report.given"
local inline = require "heddle.report.inline"
local literal = require "heddle.lint.literal"

local M = {}

-- Say at PLACE what RUN raises.
local function say(checked, place, run)
  local ok, err = pcall(run)
  if ok then return end
  if type(err) ~= "string" or err:find("^[^ ]+%.lua:%d+:") or err:find("^heddle[%w_.]*:%d+:") then error(err, 0) end
  checked.problem(place, err)
end

-- ---- references ----

-- The names in the refs of a call: name -> node; nil when they are not all known.
local function names_of(node)
  if not node or node.kind == "nil" then return {} end
  if node.kind ~= "table" then return nil end
  local names = {}
  for _, item in ipairs(node.items) do
    if item.key == nil and not item.index then return nil end
    if type(item.key) == "string" then names[item.key] = item.value end
  end
  return names
end

-- What a run would find in place of the refs: what is known of a member is a table with its keys, else true.
local function stand_in(checked, names)
  local refs = {}
  for name, node in next, names do
    local kind = checked.types:of(node)
    refs[name] = true
    if kind and kind.kind == "record" and kind.members then
      refs[name] = {}
      for _, member in ipairs(kind.members) do refs[name][member[1]] = true end
    elseif node.kind == "number" or node.kind == "string" then
      refs[name] = node.value
    end
  end
  return refs
end

-- One reference, as inline.lua looks it up, where that can be said.
local function look(call, refs, reference)
  local name, key = reference:match("^([%a_][%w_]*)%.?([%a_]?[%w_]*)$")
  local value = name and refs[name]
  if value == true or type(value) == "table" and (key == "" or value[key]) then return { text = "" } end
  return inline.spans(call, "{" .. reference .. "}", refs)[1]
end

-- A text, and the refs that stand beside it.
local function check_text(checked, call, node, refs_node, what)
  if not node then return end
  local known, text = literal.value(checked.types, node)
  if not known then return end
  say(checked, node, function()
    given.text(call, text, what)
    local names = names_of(refs_node)
    if not names then return inline.spans(call, text, nil, function() return { text = "" } end) end
    local refs = stand_in(checked, names)
    inline.spans(call, text, nil, function(reference) return look(call, refs, reference) end)
  end)
end

local function check_list(checked, call, node, refs_node)
  if not node or node.kind ~= "table" then return end
  for _, item in ipairs(node.items) do
    if item.index then check_text(checked, call, item.value, refs_node, "item " .. item.index) end
  end
end

-- ---- methods ----

local methods = {}

local function prose(checked, call, arguments)
  check_text(checked, call, arguments[1], arguments[2])
end
methods["report:p"], methods["report:note"], methods["report:speaker_notes"] = prose, prose, prose

methods["report:heading"] = function(checked, call, arguments)
  local level = arguments[2]
  if level and level.kind == "table" then return check_text(checked, call, arguments[1], level) end
  check_text(checked, call, arguments[1], arguments[3])
  local known, value = false, nil
  if level then known, value = literal.value(checked.types, level) end
  if known and value ~= nil and value ~= 1 and value ~= 2 and value ~= 3 then
    say(checked, level, function() check.fail(call, "the level is %s; it is 1, 2 or 3", check.show(value)) end)
  end
end

local function list(checked, call, arguments)
  check_list(checked, call, arguments[1], arguments[2])
end
methods["report:list"], methods["report:numbered"] = list, list

methods["report:self_care"] = function(checked, call, arguments)
  if arguments[1] and arguments[1].kind ~= "nil" then check_text(checked, call, arguments[1]) end
  check_list(checked, call, arguments[2])
end

-- What needs a store is not asked without one.
methods["report:definitions"] = function(checked, call, arguments)
  local node = arguments[1]
  if not node or node.kind ~= "table" then return end
  for _, item in ipairs(node.items) do
    local known, value = literal.value(checked.types, item.value)
    if known and (checked.store or type(value) ~= "string") then
      say(checked, item.value, function() given.definitions(call, { value }) end)
    end
  end
end

methods["report:quote"] = function(checked, call, arguments)
  local said, options = arguments[1], arguments[2]
  if not said or said.kind ~= "string" then return end
  local known, value = true, nil
  if options then known, value = literal.value(checked.types, options) end
  if known and (value == nil or type(value) == "table" and value.source == nil and next(value) == nil) then
    say(checked, said, function() given.quotation(call, said.value, value) end)
  end
end

-- A file's name or a format.
local function named(read)
  return function(checked, call, arguments)
    local node = arguments[1]
    if not node then return end
    local known, value = literal.value(checked.types, node)
    if known then say(checked, node, function() read(call, value) end) end
  end
end
methods["report:save"], methods["report:render"] = named(given.writer), named(given.format)

--- What is wrong with a call of ENTRY, a method of reports.
function M.check(checked, node, entry)
  local method = methods[entry.name]
  if method then method(checked, entry.name, node.arguments) end
end

return M
