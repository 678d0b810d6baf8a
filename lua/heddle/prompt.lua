--- What the prompt does with what is typed. C reads the lines and calls these functions, each protected.

local host = require "heddle.host"

local M = {}

local env = host.globals()
local name = "=entry"

-- Where something waits to be closed a call in "return" keeps its frame, so errors have a line.
local function as_expression(text)
  return host.load(("local %s <close> = nil return %s"):format(("_"):rep(#text + 1), text), name)
end

local function load(text)
  local chunk = as_expression(text)
  if chunk then return chunk end
  return host.load(text, name)
end

--- The text that a session begins with.
function M.start()
  return "heddle " .. host.version .. "\n"
end

--- True when the text is the beginning of an entry and more lines are needed.
function M.more(text)
  local chunk, message = load(text)
  return not chunk and message:sub(-5) == "<eof>"
end

local function show(...)
  if select("#", ...) > 0 then env.print(...) end
end

--- Run one entry; `line` is the number of its first line in a file that is piped in.
function M.run(text, line)
  if text:match("^%s*:quit%s*$") then return "quit" end
  local chunk, _, failure = load(("\n"):rep((line or 1) - 1) .. text)
  if not chunk then error(failure, 0) end
  show(chunk())
end

--- Say what went wrong with an entry.
function M.failed(message)
  host.write(message .. "\n")
end

--- What could stand before the cursor.
function M.complete(text, cursor)
  local word = text:sub(1, cursor):match("[%a_][%w_]*$")
  local found = {}
  if not word then return cursor + 1, found, found end
  for key in next, env do
    if type(key) == "string" and key:sub(1, #word) == word then found[#found + 1] = key end
  end
  table.sort(found)
  return cursor - #word + 1, found, found
end

return M
