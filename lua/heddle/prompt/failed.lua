--- What went wrong with an entry: the message, the analyst's line with a caret where the place is known, a hint.

local core = require "heddle.core"
local cut = require("heddle.render.lines").cut
local display = require "heddle.prompt.display"
local hints = require "heddle.prompt.hints"
local host = require "heddle.host"
local session = require "heddle.prompt.session"

local M = {}

local function line_of(text, number)
  local n = 0
  for line in (text .. "\n"):gmatch("(.-)\n") do
    n = n + 1
    if n == number then return line end
  end
end

-- The place of the first of the names in quotes in MESSAGE that stands in LINE as a word.
local function place_of(message, line)
  for name in message:gmatch("'([^']+)'") do
    local from = 1
    while true do
      local at, to = line:find(name, from, true)
      if not at then break end
      local word = name:find("^[%w_]") and line:sub(at - 1, at - 1):find("[%w_]")
      local goes_on = name:find("[%w_]$") and line:sub(to + 1, to + 1):find("[%w_]")
      if not (at > 1 and word) and not goes_on then return at end
      from = at + 1
    end
  end
  local called = message:match("^([%a_]+): ")
  local at = called and line:find("[:.]" .. called .. "%f[^%w_]")
  return at and at + 1
end

-- LINE and a caret below its byte AT (nil: none), cut to the width of the terminal.
local function pointed(line, at, label)
  local width = (host.columns() or 80) - #label - 1
  local column = at and core.width((line:sub(1, at - 1):gsub("\t", " "))) or 0
  local shown = line:gsub("\t", " ")
  if column > width - 10 then
    local from = #core.prefix(shown, column - width // 2) + 1
    shown, column = "…" .. shown:sub(from), column - core.width(shown:sub(1, from - 1)) + 1
  end
  return label .. cut(shown, width) .. "\n" .. (at and (" "):rep(#label + column) .. "^\n" or "")
end

-- The trace without functions of C and, unless they are at fault, without heddle's own.
local function readable(trace, fault)
  local lines = {}
  for line in trace:gmatch("[^\n]+") do
    local own = line:find("^%s*heddle/")
    local outside = line:find("^%s*%[C%]") or line:find("heddle/prompt", 1, true)
    if line:find("^%s") and not outside and (fault or not own) then
      line = line:gsub("in local 'chunk'$", "in the entry"):gsub("in main chunk$", "in the entry")
      lines[#lines + 1] = "  " .. line:match("^%s*(.-)$")
    end
  end
  return lines
end

-- The text that a place names, "[3]:2:", its line and what follows.
local function located(message)
  local number, line, rest = message:match("^%[(%d+)%]:(%d+): (.*)$")
  if not number then return nil, nil, message end
  return math.tointeger(tonumber(number)), math.tointeger(tonumber(line)), rest
end

local function say(message)
  local text = display.wrapped("error: " .. message, host.columns() or 80)
  host.styled("error: ", "red")
  host.write(text:sub(8))
end

local function syntax_error(message, text, syntax)
  local from = syntax.from
  local number, start = 1, 1
  for at in text:sub(1, (from or 1) - 1):gmatch("()\n") do number, start = number + 1, at + 1 end
  local line = line_of(text, number) or ""
  local _, lines = text:gsub("\n", "")
  say((syntax.message:gsub("^%[%d+%]:%d+: ", "")))
  host.write(pointed(line, from and from - start + 1, lines > 0 and ("%4d  "):format(number) or "  "))
  return hints.of(message, text, from, true, session.env)
end

local function plain_error(message, text)
  local entry, number, rest = located(message)
  if rest == "interrupted" then return host.write("interrupted\n") end
  say(rest)
  if rest:find("limit", 1, true) and rest:find("reached$") then return nil end
  if not entry then return nil end
  local source = entry == session.number and text or session.by_number[entry]
  local line = source and line_of(source, number)
  if not line then return nil end
  local at = place_of(rest, line)
  local _, lines = source:gsub("\n", "")
  local label = entry ~= session.number and ("  [%d]:%d  "):format(entry, number)
    or lines > 0 and ("%4d  "):format(number) or "  "
  host.write(pointed(line, at, label))
  local from = at
  for i = 1, number - 1 do from = from and from + #line_of(source, i) + 1 end
  return hints.of(rest, source, from, false, session.env)
end

--- Print what went wrong with TEXT, and keep TRACE for :trace.
function M.show(message, trace, text)
  local hint
  local fault = message:find("fault in heddle", 1, true)
  local syntax = session.syntax
  local lines = readable(trace or "", fault)
  local entry, number = located(message)
  if #lines == 0 and entry then lines[1] = ("  [%d]:%d: in the entry"):format(entry, number) end
  session.trace = message .. "\n" .. table.concat(lines, "\n"):gsub("%[string \"[^\"]*\"%]", "a loaded text")
  if syntax then
    hint = syntax_error(message, text, syntax)
  else
    hint = plain_error(message, text)
  end
  if hint then display.text(hint) end
  if fault then host.write("This is an error of heddle, not yours; :trace shows where.\n") end
end

return M
