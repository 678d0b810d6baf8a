--- The completion file of fish (3.0 or later).

local commands = require "heddle.api.commands"
local describe = require "heddle.describe"
local usage = require "heddle.commandline.usage"

local M = {}

local head = [==[
# What fish completes after "heddle". Made by: heddle help --completion fish

# The command, which --store may stand before, and the arguments behind it.
function __heddle_words
    set -l words (commandline -opc)
    set -e words[1]
    while string match -q -- '--store*' $words[1]
        if test $words[1] = --store
            set -e words[1]
        end
        set -e words[1]
    end
    printf '%s\n' $words
end

function __heddle_no_command
    test -z (__heddle_words)[1]
end

function __heddle_is
    set -l words (__heddle_words)
    contains -- "$words[1]" $argv
end

# COMMAND N OPTION...: it is this command, and what is typed is its Nth argument (or a later one, with N as "3+");
# the options take a value.
function __heddle_at
    set -l words (__heddle_words)
    test "$words[1]" = "$argv[1]"; or return 1
    set -l n 1
    set -l skip
    set -l ended
    for word in $words[2..-1]
        if test -n "$skip"
            set skip
        else if test -z "$ended" -a "$word" = --
            set ended 1
        else if test -n "$ended"; or not string match -q -- '-?*' $word
            set n (math $n + 1)
        else if contains -- $word $argv[3..-1]
            set skip 1
        end
    end
    if string match -q '*+' $argv[2]
        test $n -ge (string replace + '' $argv[2])
    else
        test $n -eq $argv[2]
    end
end

# ENDING...: files that end so, and folders; when there is none, any file.
function __heddle_files
    set -l files (complete -C "__fish_command_without_completions "(commandline -ct))
    set -l found (string match -ri -- '^.*/$|^.*[.](?:'(string join '|' $argv)')$' $files)
    if test (count $found) -eq 0
        set found $files
    end
    string join \n -- $found
end

complete -c heddle -f
]==]

-- A word for the shell.
local function quote(text)
  return "'" .. text:gsub("[\\']", "\\%0") .. "'"
end

local function action(kind)
  if type(kind) == "table" then return "-a " .. quote(table.concat(kind, " ")) end
  if kind == "document" then return "-k -a '(__heddle_files " .. table.concat(usage.documents, " ") .. ")'" end
  if kind == "script" then return "-k -a '(__heddle_files lua)'" end
  if kind == "file" then return "-F" end
  if kind == "folder" then return "-a '(__fish_complete_directories (commandline -ct))'" end
  if kind == "name" then return "-k -a " .. quote(table.concat(describe.names(), " ")) end
end

local function spelt(option)
  if option:find("^%-%-") then return "-l " .. option:sub(3) end
  return "-o " .. option:sub(2)
end

local function add_options(out, condition, options)
  for _, o in ipairs(options) do
    local line = ("complete -c heddle -n %s %s"):format(quote(condition), spelt(o[1]))
    if o[2] then
      local offered = action(o.values or o.kind)
      line = line .. " -r" .. (offered == "-F" and " -F" or " -f" .. (offered and " " .. offered or ""))
    end
    out[#out + 1] = line .. " -d " .. quote(o[3])
  end
end

local function add_operands(out, command)
  local taking = {}
  for _, o in ipairs(command.options) do
    if o[2] then taking[#taking + 1] = " " .. o[1] end
  end
  local kinds = command.operands or {}
  for i, kind in ipairs(kinds) do
    local offered = action(kind)
    if offered then
      local condition = ("__heddle_at %s %d%s%s"):format(command.name, i, kinds.more and i == #kinds and "+" or "",
        table.concat(taking))
      out[#out + 1] = ("complete -c heddle -n %s %s"):format(quote(condition), offered)
    end
  end
end

--- The whole file.
function M.file()
  local out = {}
  for _, command in ipairs(commands.commands) do
    local name = command.name:find("^%-") and spelt(command.name) or "-a " .. command.name
    out[#out + 1] = ("complete -c heddle -n __heddle_no_command %s -d %s"):format(name, quote(command.summary))
  end
  add_options(out, "__heddle_no_command", { commands.commands[1].options[1] })
  add_options(out, "__heddle_no_command", commands.options)
  for _, command in ipairs(commands.commands) do
    add_options(out, "__heddle_is " .. command.name, usage.options(command))
    add_operands(out, command)
    for _, kind in ipairs(command.operands or {}) do
      if kind == "name" then
        for _, other in ipairs(commands.commands) do
          out[#out + 1] = ("complete -c heddle -n %s -a %s -d %s"):format(
            quote("__heddle_at " .. command.name .. " 1"), quote(other.name), quote(other.summary))
        end
      end
    end
  end
  return head .. table.concat(out, "\n") .. "\n"
end

return M
