--- An entry of the prompt as Lua: an expression where it is one, else statements, whose top-level locals stay visible.

local host = require "heddle.host"
local parser = require "heddle.syntax.parser"

local M = {}

-- Where something waits to be closed a call in "return" keeps its frame, so errors have a line.
local function expression(text, name)
  return host.load(("local %s <close> = nil return %s"):format(("_"):rep(#text + 1), text), name)
end

-- TEXT with each { from, to, by } of a list of changes, in order of their places.
local function changed(text, changes)
  local out, at = {}, 1
  for _, change in ipairs(changes) do
    out[#out + 1] = text:sub(at, change[1] - 1)
    out[#out + 1] = change[3]
    at = change[2] + 1
  end
  return table.concat(out) .. text:sub(at)
end

local function blank(text)
  return (text:gsub("[^\n]", " "))
end

-- The attribs of declared names ("<const>") and their places.
local function attributes(text, statement, changes)
  for _, declared in ipairs(statement.names) do
    if declared.attrib then
      local from, to = text:find("^%s*<%s*%w+%s*>", declared.from + #declared.name)
      if from then changes[#changes + 1] = { from, to, blank(text:sub(from, to)) } end
    end
  end
end

--- TEXT with its top-level `local`s made globals, lines kept; and their names.
function M.globals(text)
  local changes, names = {}, {}
  for _, statement in ipairs((parser.parse(text)).statements) do
    if statement.kind == "local" or statement.kind == "local_function" then
      changes[#changes + 1] = { statement.from, statement.from + 4, "     " }
      for _, declared in ipairs(statement.names or { statement.target }) do names[#names + 1] = declared.name end
      if statement.names then
        attributes(text, statement, changes)
        if #statement.values == 0 then changes[#changes + 1] = { statement.to + 1, statement.to, " = nil" } end
      end
    end
  end
  return changed(text, changes), names
end

--- What TEXT lacks as Lua: { from, line, message }, of an expression or of statements, whichever reads further.
local function wrong(text, message)
  local _, as_statements = parser.parse(text)
  local _, as_expression = parser.parse("return " .. text)
  local first, second = as_statements[1], as_expression[1]
  if second and (not first or second.from - 7 > first.from) then
    first = { from = second.from - 7, line = second.line, message = second.message }
  end
  return first and { from = first.from, line = first.line, message = first.message } or { message = message }
end

--- Load TEXT as the chunk NAME: the function, "expression" or "statements", and the names of its top-level locals; or
-- nil, what is wrong, and the error to raise.  LINE is the number of its first line.
function M.load(text, name, line)
  local above = ("\n"):rep((line or 1) - 1)
  local body = text:match("^%s*return%f[%W](.*)$")
  local chunk = expression(above .. (body and blank("return") .. body or text), name)
  if chunk then return chunk, "expression", {} end
  local made, names = M.globals(text)
  local message, failure
  chunk, message, failure = host.load(above .. made, name)
  if chunk then return chunk, "statements", names end
  return nil, wrong(text, message), failure
end

-- "whole" (an expression or statements), "unfinished" or "wrong".
local function state_of(text)
  if host.load("return " .. text, "@entry") then return "whole" end
  local chunk, message = host.load(text, "@entry")
  if chunk then return "whole" end
  -- A method without its brackets is a slip more often than the first half of a call.
  local open = message:sub(-5) == "<eof>" and not message:find("function arguments expected", 1, true)
  return open and "unfinished" or "wrong"
end

local MOST_LINES = 40 -- of one piece: each line more reads all of it again

-- The lines of TEXT as { from, to, text } of statements or expressions that each stand for themselves; nil when some
-- do not.
local function line_by_line(text)
  local pieces, from, lines = {}, 1, 0
  for to in (text .. "\n"):gmatch("()\n") do
    local piece = text:sub(from, to - 1)
    local state = state_of(piece)
    lines = lines + 1
    if state == "whole" then
      if piece:find("%S") then pieces[#pieces + 1] = { from, to - 1, piece } end
      from, lines = to + 1, 0
    elseif state == "wrong" or lines == MOST_LINES then
      return nil
    end
  end
  return from > #text and pieces or nil
end

-- The statements of TEXT in the same form; nil when none of them has a result, or one leads to another.
local function by_statement(tree, text)
  local pieces, calls = {}, false
  for i, statement in ipairs(tree.statements) do
    if statement.kind == "goto" or statement.kind == "label" then return nil end
    calls = calls or statement.kind == "call_statement"
    pieces[i] = { statement.from, statement.to, text:sub(statement.from, statement.to) }
  end
  return calls and pieces or nil
end

--- What TEXT holds, as it would be if each of its statements had been typed: { from, to, text } of each.  A pasted
-- block of several lines prints the results of its calls and expressions like lines that were typed.
function M.pieces(text)
  local whole = { { 1, #text, text } }
  if not text:find("\n") or host.load("return " .. text, "@entry") then return whole end
  local tree, errors = parser.parse(text)
  if #errors > 0 then return line_by_line(text) or whole end
  return #tree.statements > 1 and by_statement(tree, text) or whole
end

--- Whether TEXT is the beginning of an entry and nothing is wrong with it so far.
function M.more(text)
  return state_of(text) == "unfinished" and not (text:find("\n") and line_by_line(text))
end

--- TEXT with all but the bytes FROM to TO blank, so that places stay.
function M.only(text, from, to)
  return blank(text:sub(1, from - 1)) .. text:sub(from, to)
end

return M
