--- Names that are not there: globals of scripts, and members of what heddle gives them.

local api = require "heddle.api"
local check = require "heddle.check"
local prelude = require "heddle.prelude"

local M = {}

-- Whether the text does something with its globals that cannot be followed.
local function free(node)
  return node.kind == "name" and not node.declared and (node.name == "_ENV" or node.name == "_G" and not node.of_member)
end

-- The globals that a text sets: names, and _G.name = value.
local function set_by(chunk, nodes, into)
  for name in next, chunk.globals do into[name] = true end
  for _, node in ipairs(nodes) do
    if node.kind == "assign" then
      for _, target in ipairs(node.targets) do
        if target.kind == "member" and target.object.name == "_G" then into[target.name] = true end
      end
    elseif node.kind == "member" then
      node.object.of_member = true
    end
  end
  return into
end

M.set_by = set_by

-- The sentence of a run for a global that is not there; its suggestion knows the script's own names too.
local function unknown(env, name, known)
  local _, message = pcall(function() return env[name] end)
  if not tostring(message):find("^unknown name") then return tostring(message) end
  return ("unknown name '%s'%s"):format(name, check.suggest(name, known))
end

--- Reads of globals that are not there.  MORE: names that modules of the script set.
function M.globals(checked, more)
  local env, given = prelude.environment(), set_by(checked.chunk, checked.nodes, more)
  local known = { "corpus", "heddle" }
  for name in next, env do known[#known + 1] = name end
  for name in next, given do known[#known + 1] = name end
  for name in next, checked.locals do known[#known + 1] = name end
  table.sort(known)
  local there = { corpus = true, heddle = true }
  for _, node in ipairs(checked.nodes) do
    if free(node) then return end
  end
  for _, node in ipairs(checked.nodes) do
    if node.kind == "name" and not node.declared and not given[node.name] and not there[node.name]
      and rawget(env, node.name) == nil then
      checked.problem(node, unknown(env, node.name, known))
    end
  end
end

-- The names of the API behind a prefix.
local function names_of(prefix)
  local list = {}
  for i, entry in ipairs(api.behind(prefix)) do list[i] = api.last(entry.name) end
  return list
end

local plain = { corpus = { "corpus.", "corpus has no '%s'" }, heddle = { "heddle.", "heddle has no '%s'" },
  ["heddle.stats"] = { "heddle.stats.", nil }, set = { "set:", "a set has no method '%s'" },
  chart = { "chart:", "a chart has no '%s'" }, report = { "report:", "a report has no '%s'" } }

-- What a run says when OBJECT, something of heddle's, is asked for NAME; nil when it is there.
local function asked(object, name)
  local ok, message = pcall(function() return object[name] end)
  if not ok and type(message) == "string" then return message end
  if not ok then error(message, 0) end
end

local function missing_row(checked, row, name)
  local store = checked.store
  if not store or not row.unit then return nil end
  local one = store:row(row.unit)
  return one and asked(one, name)
end

local function missing_table(checked, made, name)
  local shadow = made.call and checked.shadows[made.call]
  if shadow then return asked(shadow, name) end
  if not api.entry("table:" .. name) then
    return ("a table has no '%s'%s"):format(name, check.suggest(name, names_of("table:")))
  end
end

local function missing(checked, object, name)
  if object.kind == "row" then return not api.entry("row:" .. name) and missing_row(checked, object, name) or nil end
  if object.kind == "table" then return missing_table(checked, object, name) end
  if object.kind == "heddle.stats" then return asked(require("heddle").stats, name) end
  local prefix, sentence = table.unpack(plain[object.kind])
  if api.entry(prefix .. name) then return nil end
  if object.kind == "heddle" then return asked(require("heddle"), name) end
  return sentence:format(name) .. check.suggest(name, names_of(prefix))
end

local of_heddle = { corpus = true, heddle = true, ["heddle.stats"] = true, set = true, table = true, chart = true,
  report = true, row = true }

--- A read of a member, or a call of a method, that is not there.
function M.member(checked, node)
  local object = checked.types:of(node.object)
  if not object or not of_heddle[object.kind] or checked.targets[node] or checked.given[node.name] then return end
  local message = missing(checked, object, node.name)
  if message then checked.problem({ line = node.name_line, from = node.name_from }, message) end
end

--- Every local of the text by its name, and what is assigned to: members, and the nodes they are.
function M.collect(checked)
  checked.locals, checked.targets, checked.given = {}, {}, {}
  for _, node in ipairs(checked.nodes) do
    for _, declared in ipairs(node.names or node.parameters or {}) do checked.locals[declared.name] = true end
    for _, target in ipairs(node.targets or node.kind == "function" and { node.target } or {}) do
      checked.targets[target] = true
      if target.kind == "member" and target.object.kind == "name" and target.object.name == "heddle" then
        checked.given[target.name] = true
      end
    end
    if node.kind == "local_function" and node.target then checked.locals[node.target.name] = true end
    if node.kind == "for_number" then checked.locals[node.name.name] = true end
  end
end

return M
