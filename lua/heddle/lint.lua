--- What is wrong with a script, as far as its text and a store tell, without running it.

local calls = require "heddle.lint.calls"
local names = require "heddle.lint.names"
local parser = require "heddle.syntax.parser"
local types = require "heddle.syntax.types"
local walk = require "heddle.syntax.walk"

local M = {}

-- The text as a script is read: the line that names a program is none of Lua's.
local function plain(text)
  return (text:gsub("^#[^\r\n]*", ""))
end

-- The names that the modules a script requires set as globals, and those of the modules these require.
local function from_modules(nodes, read, into, seen)
  for _, node in ipairs(nodes) do
    local first = node.kind == "call" and node.callee.name == "require" and node.arguments[1]
    local name = first and first.kind == "string" and first.value
    if name and name ~= "heddle" and not seen[name] then
      seen[name] = true
      local text = read(name)
      if text then
        local chunk = parser.parse(plain(text))
        local theirs = walk.nodes(chunk)
        names.set_by(chunk, theirs, into)
        from_modules(theirs, read, into, seen)
      end
    end
  end
  return into
end

--- What is wrong with TEXT, a list of { line, message } in order; nil and Lua's message when it does not parse.
-- STORE: of heddle.lint.store, nil when there is none.  READ(name) gives the text of a module beside it, or nil.
function M.of(text, path, store, read)
  text = plain(text)
  local ok, message = load(text, "@" .. path, "t")
  if not ok then return nil, message end
  local chunk = parser.parse(text)
  local problems, said = {}, {}
  local checked = { chunk = chunk, nodes = walk.nodes(chunk), types = types.new(chunk), store = store, shadows = {} }
  function checked.problem(place, what)
    local at = place.name_place or place
    local key = ("%s %s"):format(at.from, what)
    if said[key] then return end
    said[key] = true
    problems[#problems + 1] = { line = at.line, from = at.from or 0, message = what, number = #problems }
  end
  names.collect(checked)
  names.globals(checked, from_modules(checked.nodes, read, {}, {}))
  for _, node in ipairs(checked.nodes) do
    if node.kind == "call" or node.kind == "method" then calls.check(checked, node) end
    if node.kind == "member" or node.kind == "method" then names.member(checked, node) end
  end
  table.sort(problems, function(a, b)
    if a.from ~= b.from then return a.from < b.from end
    return a.number < b.number
  end)
  return problems
end

return M
