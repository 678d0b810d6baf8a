--- The command line explained as plain text, in 80 columns whatever the terminal: the same bytes everywhere.

local api = require "heddle.api"
local commands = require "heddle.api.commands"
local lines = require "heddle.render.lines"
local usage = require "heddle.commandline.usage"

local M = {}

local width = 80

-- WORDS in lines: the first begins with FIRST, the others with INDENT.
local function fill(first, words, indent)
  return table.concat(lines.fill(words, width, first, indent), "\n") .. "\n"
end

local function paragraph(text, indent)
  return fill(indent, lines.words(text), indent)
end

-- Rows { term, text }: texts in one column.
local function list(rows)
  local longest, out = 0, {}
  for _, row in ipairs(rows) do longest = math.max(longest, #row[1]) end
  for i, row in ipairs(rows) do
    out[i] = fill("  " .. row[1] .. (" "):rep(longest - #row[1] + 2), lines.words(row[2]), (" "):rep(longest + 4))
  end
  return table.concat(out)
end

local function option_rows(options)
  local rows = {}
  for i, o in ipairs(options) do rows[i] = { o[2] and o[1] .. " " .. o[2] or o[1], o[3] } end
  return rows
end

local function usage_line(command)
  local words = {}
  for i, parts in ipairs(usage.words(command)) do
    local text = {}
    for k, part in ipairs(parts) do text[k] = part[2] end
    words[i] = table.concat(text)
  end
  local first = "usage: heddle "
  return fill(first, words, (" "):rep(#first))
end

-- What scripts can call by the name of a command.
local function namesakes(name)
  local found = {}
  for _, entry in ipairs(api.entries()) do
    if api.last(entry.name) == name then found[#found + 1] = "heddle help " .. entry.name end
  end
  return found
end

--- What one command takes and does.
function M.command(command)
  local out = { usage_line(command), "\n", paragraph(command.text, "  ") }
  local options = usage.options(command)
  if #options > 0 then out[#out + 1] = "\nOptions:\n" .. list(option_rows(options)) end
  out[#out + 1] = "\nExample:\n  " .. command.example .. "\n"
  local others = namesakes(command.name)
  if #others > 0 then
    out[#out + 1] = "\nScripts call something of this name: " .. table.concat(others, ", ") .. "\n"
  end
  return table.concat(out)
end

--- The commands, one a line.
function M.overview()
  local rows = {}
  for i, command in ipairs(commands.commands) do
    rows[i] = { (command.name .. " " .. command.arguments):gsub(" $", ""), command.summary }
  end
  return "usage: heddle COMMAND ...\n\n" .. list(rows)
    .. "\nheddle COMMAND --help explains a command, heddle help what scripts can call.\n"
    .. "The store is --store FILE, else $HEDDLE_STORE, else ./heddle.db.\n"
end

--- The commands, and what holds for all of them.
function M.all()
  local exits = {}
  for i, row in ipairs(commands.exits) do exits[i] = { ("%3d"):format(row[1]), row[2] } end
  return M.overview() .. "\nInstead of a command:\n" .. list(option_rows(commands.options)) .. "\nExit codes:\n"
    .. list(exits) .. "\nEnvironment:\n" .. list(commands.environment) .. "\nFiles:\n" .. list(commands.files)
end

return M
