--- The commands of the prompt: `:name` and what follows it.

local check = require "heddle.check"
local display = require "heddle.prompt.display"
local host = require "heddle.host"
local list = require "heddle.render.list"
local save = require "heddle.prompt.save"
local session = require "heddle.prompt.session"

local M = {}

local function wrong(message, ...)
  error(message:format(...), 0)
end

-- `on` or `off`; without a word the other one.
local function switch(name, word)
  if word == "" then
    session[name] = not session[name]
  elseif word == "on" or word == "off" then
    session[name] = word == "on"
  else
    wrong(":%s: got '%s'; it takes on or off", name, word)
  end
  host.write((":%s is %s\n"):format(name, session[name] and "on" or "off"))
end

-- What a command of heddle's prints, fitted: its tables are wide lists.
local function print_of(command)
  return function(word)
    if word ~= "" then wrong(":%s takes nothing", command) end
    require("heddle.cmd." .. command).run { width = host.columns() }
  end
end

local function shown(text)
  local line = text:match("[^\n]*")
  return line == text and line or line .. " …"
end

local function history(word)
  local n = word == "" and 20 or math.tointeger(tonumber(word))
  if not n or n < 1 then wrong(":history: got '%s'; it takes a number of entries", word) end
  local all, rows = host.history(), {}
  for i = math.max(1, #all - n + 1), #all do rows[#rows + 1] = { tostring(i), (all[i]:gsub("\n", "\n     ")) } end
  for _, row in ipairs(rows) do host.write(("%4s  %s\n"):format(row[1], row[2])) end
  if #all == 0 then host.write("no history is kept (HEDDLE_HISTORY=off, or nothing was typed yet)\n") end
end

local function save_as(path, replace)
  if path == "" then wrong(":save takes the name of a file: :save themes.lua") end
  local kept, left_out = save.choose(session.entries)
  if #kept == 0 then wrong(":save: there is nothing to save yet: no statement has succeeded") end
  local script = save.script(kept, path)
  local chunk, message = host.load(script, "@" .. path)
  if not chunk then wrong(":save: the statements make no script together: %s", message) end
  local ok, failure = pcall(host.write_file, path, script, replace)
  if not ok then
    local text = tostring(failure)
    if text:find("exists", 1, true) then text = text .. " (:save! " .. path .. " replaces it)" end
    wrong(":save: %s", text)
  end
  host.write(("wrote %s: %d %s; heddle run %s runs it\n"):format(path, #kept,
    #kept == 1 and "statement" or "statements", path))
  for _, one in ipairs(left_out) do host.write(("left out: %s  (%s)\n"):format(shown(one.text), one.reason)) end
  if session.stores > 1 then
    host.write("the session used several stores; a script uses the one named by --store\n")
  end
end

local function open(path)
  if path == "" then wrong(":open takes the path of a store: :open other.db") end
  host.open_store(path)
  session.stores = session.stores + 1
  host.write(tostring(session.env.corpus) .. "\n")
  host.write("sets and tables made before are of the store before.\n")
end

local function trace(word)
  if word ~= "" then wrong(":trace takes nothing") end
  host.write((session.trace or "no entry has failed yet") .. "\n")
end

local commands = {
  { "fields", "", "the fields of the store and their values", print_of "fields" },
  { "themes", "", "the codebook, with how many reviews and findings have each theme", print_of "themes" },
  { "timing", "[on|off]", "print how long each entry took", function(word) switch("timing", word) end },
  { "pager", "[on|off]", "show what is longer than the screen in the pager, whole", function(word)
    switch("pager", word)
  end },
  { "history", "[N]", "the last entries, 20 unless N says how many", history },
  { "save", "FILE", "write the statements that succeeded as a script; :save! FILE replaces a file", function(word)
    save_as(word, false)
  end },
  { "open", "FILE", "go on with another store", open },
  { "trace", "", "where the last error came from", trace },
  { "help", "", "this list", nil },
  { "quit", "", "leave; so does Ctrl-D", function() return "quit" end },
}

local by_name, names = {}, {}
for i, command in ipairs(commands) do by_name[command[1]], names[i] = command, command[1] end

--- The commands in a table, or what one of them does.
function M.help(name)
  local rows = {}
  for _, c in ipairs(commands) do
    if name == nil or name == "" or c[1] == name then
      rows[#rows + 1] = { ":" .. c[1] .. (c[2] ~= "" and " " .. c[2] or ""), c[3] }
    end
  end
  if #rows == 0 then return ("there is no command :%s%s; :help lists them"):format(name, check.suggest(name, names)) end
  return list.render(rows)
end
by_name.help[4] = function() display.text(M.help()) end

--- The names of the commands, for completion.
M.names = names

--- Run `:NAME WORD`.  Returns "quit" when the session ends.
function M.run(text)
  local name, mark, word = text:match("^:%s*([%a_]*)(!?)%s*(.-)%s*$")
  local command = by_name[name]
  if name == "save" and mark == "!" then return save_as(word, true) end
  if name == "" and mark == "" then return display.text(M.help()) end
  if not command or mark ~= "" then
    wrong("there is no command :%s%s%s; :help lists them", name, mark, check.suggest(name, names))
  end
  return command[4](word)
end

return M
