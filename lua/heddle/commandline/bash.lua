--- The completion file of bash (4.2 or later; bash-completion is not needed).

local commands = require "heddle.api.commands"
local describe = require "heddle.describe"
local usage = require "heddle.commandline.usage"

local M = {}

local file = [==[
# What bash completes after "heddle". Made by: heddle help --completion bash

_heddle_options() { # COMMAND: its options, in reply
    case $1 in
@options@
    esac
}

_heddle_value() { # COMMAND OPTION: what the option's value is, in kind; empty if it takes none
    case "$1 $2" in
@values@
    *) kind= ;;
    esac
}

_heddle_operand() { # COMMAND N: what its Nth argument is, in kind
    case "$1 $2" in
@operands@
    *) kind=text ;;
    esac
}

_heddle_words() { # WORD...: those that begin with what is typed
    local word
    for word; do
        [[ $word == "$cur"* ]] && COMPREPLY+=("$word")
    done
}

_heddle_files() { # ENDING...: files that end so, and folders; when there is none, any file
    local found ending
    compopt -o filenames 2>/dev/null
    while IFS= read -r found; do
        for ending; do
            if [[ -d ${found/#\~\//$HOME/} || ${found,,} == *".$ending" ]]; then
                COMPREPLY+=("$found")
                break
            fi
        done
    done < <(compgen -f -- "$cur")
    [[ ${#COMPREPLY[@]} -gt 0 ]] || _heddle_any_file -f
}

_heddle_any_file() { # -f or -d
    compopt -o filenames 2>/dev/null
    while IFS= read -r found; do COMPREPLY+=("$found"); done < <(compgen "$1" -- "$cur")
}

_heddle_offer() { # what a word can be
    local found
    case $kind in
    document) _heddle_files @documents@ ;;
    script) _heddle_files lua ;;
    file) _heddle_any_file -f ;;
    folder) _heddle_any_file -d ;;
    name) _heddle_words @names@ ;;
    'words '*) _heddle_words ${kind#words } ;;
    esac
}

_heddle() {
    local cur word command= kind= ended= given=' ' before= i n=0 words=() reply=()
    COMPREPLY=()
    # bash ends words at "=" and ":"; here they are one again.
    for word in "${COMP_WORDS[@]:0:COMP_CWORD+1}"; do
        if [[ ${#words[@]} -gt 1 && ($word == [=:]* || ${words[${#words[@]}-1]} == *[=:]) ]]; then
            words[${#words[@]}-1]+=$word
        else
            words+=("$word")
        fi
    done
    cur=${words[${#words[@]}-1]}

    # What stands before the word: the command, its options, and how many arguments.
    for ((i = 1; i < ${#words[@]} - 1; i++)); do
        word=${words[i]}
        if [[ -n $kind ]]; then
            kind=
        elif [[ -n $ended ]]; then
            ((n++))
        elif [[ -z $command && $word != --store && $word != --store=* ]]; then
            command=$word
        elif [[ $word == -- ]]; then
            ended=1
        elif [[ $word == -?* ]]; then
            given+="${word%%=*} "
            _heddle_value "${command:-run}" "${word%%=*}"
            [[ $word == *=* ]] && kind=
        else
            ((n++))
        fi
    done

    if [[ -n $kind ]]; then
        _heddle_offer
    elif [[ -z $ended && $cur == --*=* ]]; then
        before=${cur%%=*}=
        _heddle_value "${command:-run}" "${cur%%=*}"
        cur=${cur#*=}
        _heddle_offer
    elif [[ -z $command ]]; then
        _heddle_words @commands@
        [[ $cur == -* ]] && _heddle_words --store @instead@
    else
        if [[ -z $ended && $cur == -* ]] || { _heddle_operand "$command" $((n + 1)); [[ $kind == none ]]; }; then
            _heddle_options "$command"
            [[ $i -eq 2 ]] && reply+=(--help)
            for word in "${reply[@]}"; do
                [[ $given == *" $word "* && @many@ ]] || _heddle_words "$word"
            done
        else
            _heddle_offer
        fi
    fi

    # bash replaces only what stands after the last "=" or ":", where these end words.
    if [[ $before && $COMP_WORDBREAKS != *=* ]]; then
        COMPREPLY=("${COMPREPLY[@]/#/$before}")
    elif [[ $cur == *:* && $COMP_WORDBREAKS == *:* && $kind == name ]]; then
        COMPREPLY=("${COMPREPLY[@]#"${cur%:*}:"}")
    fi
}

complete -F _heddle heddle
]==]

-- A word for the shell.
local function quote(text)
  if text:find("^[%w_./:=-]+$") then return text end
  return "'" .. text:gsub("'", "'\\''") .. "'"
end

local function quoted(words)
  local out = {}
  for i, word in ipairs(words) do out[i] = quote(word) end
  return table.concat(out, " ")
end

-- How kinds stand in the file.
local function kind_of(kind)
  if type(kind) == "table" then return quote("words " .. table.concat(kind, " ")) end
  return kind
end

local function options()
  local lines = {}
  for i, command in ipairs(commands.commands) do
    local names = {}
    for k, o in ipairs(usage.options(command)) do names[k] = o[1] end
    lines[i] = ("    %s) reply=(%s) ;;"):format(quote(command.name), quoted(names))
  end
  return lines
end

local function values()
  local lines = {}
  for _, command in ipairs(commands.commands) do
    for _, o in ipairs(command.options) do
      if o[2] then
        lines[#lines + 1] = ("    %s) kind=%s ;;"):format(quote(command.name .. " " .. o[1]),
          kind_of(o.values or o.kind))
      end
    end
  end
  return lines
end

local function operands()
  local lines = {}
  for _, command in ipairs(commands.commands) do
    local kinds = command.operands or { "none", more = true }
    for i, kind in ipairs(kinds) do
      local pattern = kinds.more and i == #kinds and quote(command.name .. " ") .. "*"
        or quote(command.name .. " " .. i)
      lines[#lines + 1] = ("    %s) kind=%s ;;"):format(pattern, kind_of(kind))
    end
    if not kinds.more then lines[#lines + 1] = ("    %s*) kind=none ;;"):format(quote(command.name .. " ")) end
  end
  return lines
end

local function names_of(rows, key)
  local names = {}
  for i, row in ipairs(rows) do names[i] = row[key] end
  return names
end

--- The whole file.
function M.file()
  local repeated, seen = {}, {}
  for _, command in ipairs(commands.commands) do
    for _, o in ipairs(command.options) do
      if o.many and not seen[o[1]] then
        seen[o[1]] = true
        repeated[#repeated + 1] = "$word != " .. quote(o[1])
      end
    end
  end
  local names = names_of(commands.commands, "name")
  local explained = describe.names()
  table.move(explained, 1, #explained, #names + 1, names)
  local parts = {
    options = table.concat(options(), "\n"), values = table.concat(values(), "\n"),
    operands = table.concat(operands(), "\n"), documents = quoted(usage.documents), names = quoted(names),
    commands = quoted(names_of(commands.commands, "name")), instead = quoted(names_of(commands.options, 1)),
    many = #repeated > 0 and table.concat(repeated, " && ") or "1",
  }
  return (file:gsub("@(%l+)@", parts))
end

return M
