--- What the prompt does with what is typed. C reads the lines and calls these functions, each protected.

local entries = require "heddle.prompt.entry"
local host = require "heddle.host"
local session = require "heddle.prompt.session"

local M = {}

local env = session.env

-- Names that may be read before they have a value: `_`, and locals without one.
local declared = require("heddle.prelude").declared

--- The text that a session begins with.
function M.start()
  declared._ = true
  local help
  rawset(env, "help", setmetatable({}, {
    __metatable = false,
    __name = "help",
    __tostring = function() return require("heddle.prompt.help").overview end,
    __call = function(_, ...)
      help = help or require("heddle.prompt.help").call
      return help(...)
    end,
  }))
  session.help = rawget(env, "help")
  return ("heddle %s: help explains, ? lists what there is, :help the commands.\n"):format(host.version)
end

--- True when the text is the beginning of an entry and more lines are needed.
function M.more(text)
  if text:find("^%s*[?]") or text:find("^%s*:[%a%s]") or text:find("^%s*:$") then return false end
  return entries.more(text)
end

local function elapsed(from)
  if session.timing then host.styled(("%.3f s\n"):format(host.clock() - from), "dim") end
end

-- Print the results of an entry, off a terminal as `heddle -e` does.
local function print_results(results, piped)
  for i = 1, results.n do
    local value = results[i]
    if rawequal(value, session.help) then
      require("heddle.prompt.display").text(tostring(value))
    elseif piped then
      require("heddle.show").results(value)
    else
      require("heddle.prompt.display").one(value)
    end
  end
end

-- The values of the names that an entry may change, to tell what it did before it failed.
local function values_of(names)
  local values = {}
  for name in next, names do values[name] = rawget(env, name) end
  return values
end

local function run_lua(entry, line)
  local text = session.by_number[entry.number]
  local chunk, kind, names = entries.load(text, line and "@stdin" or ("@[%d]"):format(entry.number), line)
  if not chunk then
    session.syntax = kind
    error(names, 0)
  end
  entry.kind = kind
  for _, name in ipairs(names) do declared[name] = true end
  if kind == "statements" then
    local _, given = require("heddle.prompt.names").of(text)
    entry.given, entry.before = given, values_of(given)
  end
  local from, staged = host.clock(), #host.staged()
  local results = table.pack(chunk())
  print_results(results, line)
  if results[1] ~= nil then rawset(env, "_", results[1]) end
  if results.n > 0 then entry.shown = require("heddle.prompt.display").again(results[1]) end
  if rawequal(results[1], session.help) and results.n == 1 then entry.kind = "other" end
  entry.saved = table.move(host.staged(), staged + 1, #host.staged(), 1, {})
  elapsed(from)
end

local function notice_change()
  if host.store_changed() then
    host.write("The store was changed by another process and is read anew; sets made before keep what they had.\n")
  end
end

-- A new entry of the session: TEXT, whose places are those in SOURCE.
local function begin(text, source)
  session.number = session.number + 1
  local entry = { text = text, number = session.number, ok = false, kind = "other" }
  session.entries[#session.entries + 1], session.by_number[session.number] = entry, source
  return entry
end

--- Run one entry; `line` is the number of its first line where entries are piped in.
function M.run(text, line)
  session.syntax = nil
  local trimmed = text:match("^%s*(.-)%s*$")
  local about = trimmed:match("^%?%s*(.*)$") or trimmed:match("^(.-)%?$")
    or trimmed:match("^help%s+([%a_:][%w_.:]*)$")
  notice_change()
  if about and about:find("^[%w_.: -]*$") then
    begin(trimmed, text)
    return require("heddle.prompt.display").text(require("heddle.prompt.help").of_name(about, env))
  end
  if trimmed:find("^:[^:]") or trimmed == ":" then
    begin(trimmed, text)
    return require("heddle.prompt.commands").run(trimmed)
  end
  for _, piece in ipairs(entries.pieces(text)) do
    local entry = begin(piece[3], entries.only(text, piece[1], piece[2]))
    run_lua(entry, line)
    entry.ok = true
  end
end

-- What an entry that failed changed before it did.
local function note_changes(entry)
  entry.changed = {}
  for name in next, entry.given or {} do
    if not rawequal(rawget(env, name), entry.before[name]) then entry.changed[name] = true end
  end
end

--- Say what went wrong with an entry.
function M.failed(message, trace, text)
  local entry = session.entries[#session.entries]
  if entry then note_changes(entry) end
  require("heddle.prompt.failed").show(message, trace, text)
end

--- What could stand before the cursor: the place of the first byte to replace, the replacements, how they are listed.
function M.complete(text, cursor)
  return require("heddle.prompt.complete").complete(text, cursor)
end

return M
