--- The completion file of zsh: a function that is loaded by itself from a folder of $fpath.

local commands = require "heddle.api.commands"
local describe = require "heddle.describe"
local usage = require "heddle.commandline.usage"

local M = {}

local file = [==[
#compdef heddle
# What zsh completes after "heddle". Made by: heddle help --completion zsh

_heddle_names() {
  compadd "$@" -- @names@
}

_heddle_commands() {
  local -a commands instead
  commands=(
@commands@
  )
  instead=(
@instead@
  )
  _describe -t commands command commands
  _describe -o -t options option instead
}

_heddle() {
  local command i=2
  # --store may stand before the command.
  while (( i < CURRENT )); do
    case $words[i] in
      --store) (( i += 2 )) ;;
      --store=*) (( i++ )) ;;
      *) command=$words[i]; break ;;
    esac
  done
  if [[ -z $command ]]; then
    if [[ $words[CURRENT-1] == --store ]]; then
      _files
    elif compset -P '--store='; then
      _files
    else
      _heddle_commands
    fi
    return
  fi
  words=("${(@)words[i,-1]}")
  (( CURRENT -= i - 1 ))
  case $command in
@cases@
  esac
}

if [[ $funcstack[1] == _heddle ]]; then
  _heddle "$@"
else
  compdef _heddle heddle
fi
]==]

local function quote(text)
  return "'" .. text:gsub("'", "'\\''") .. "'"
end

-- A text between the brackets or colons of a specification.
local function plain(text)
  return (text:gsub("[%[%]:\\]", "\\%0"))
end

local function action(kind)
  if type(kind) == "table" then return "(" .. table.concat(kind, " ") .. ")" end
  if kind == "document" then return '_files -g "*.(#i)(' .. table.concat(usage.documents, "|") .. ')"' end
  if kind == "script" then return '_files -g "*.lua"' end
  if kind == "file" then return "_files" end
  if kind == "folder" then return "_files -/" end
  if kind == "name" then return "_heddle_names" end
  return " "
end

local titles = { document = "document", script = "script", file = "file", folder = "folder", name = "name",
  text = "text" }

local function option(o)
  local spec = (o.many and "*" or "") .. o[1] .. (o[2] and "=" or "") .. "[" .. plain(o[3]) .. "]"
  if o[2] then spec = spec .. ":" .. plain(o[2]) .. ":" .. action(o.values or o.kind) end
  return quote(spec)
end

local function case(command)
  local lines = { ("    %s)"):format(command.name), "      _arguments -S \\", "        '(- *)--help[explain it]' \\" }
  for _, o in ipairs(usage.options(command)) do lines[#lines + 1] = "        " .. option(o) .. " \\" end
  local kinds = command.operands or {}
  for i, kind in ipairs(kinds) do
    local place = kinds.more and i == #kinds and "*" or tostring(i)
    lines[#lines + 1] = "        "
      .. quote(place .. ":" .. (type(kind) == "table" and "word" or titles[kind]) .. ":" .. action(kind)) .. " \\"
  end
  lines[#lines] = lines[#lines]:gsub(" \\$", "")
  lines[#lines + 1] = "      ;;"
  return table.concat(lines, "\n")
end

-- Rows { word, text } of _describe.
local function described(rows)
  local lines = {}
  for i, row in ipairs(rows) do lines[i] = "    " .. quote(plain(row[1]) .. ":" .. row[2]) end
  return table.concat(lines, "\n")
end

--- The whole file.
function M.file()
  local rows, instead, cases = {}, { { "--store", commands.commands[1].options[1][3] } }, {}
  for i, command in ipairs(commands.commands) do
    rows[i] = { command.name, command.summary }
    cases[i] = case(command)
  end
  for _, o in ipairs(commands.options) do instead[#instead + 1] = { o[1], o[3] } end
  local names = {}
  for i, command in ipairs(commands.commands) do names[i] = command.name end
  local explained = describe.names()
  table.move(explained, 1, #explained, #names + 1, names)
  local parts = { names = table.concat(names, " "), commands = described(rows), instead = described(instead),
    cases = table.concat(cases, "\n") }
  return (file:gsub("@(%l+)@", parts))
end

return M
