--- A session as a script: the entries that succeeded and that a script can have.
--
-- An entry of a session is { text =, number =, ok =, kind = "expression" | "statements" | "other" (help, `?`, `:`),
--   shown = "print" | "show" | nil (how its result is printed), changed = names -> true (of one that failed, what it
--   changed before it did), saved = { names of the files it saved } }.

local entries = require "heddle.prompt.entry"
local names = require "heddle.prompt.names"

local M = {}

-- The first of a set of names that IN_SET has, by bytes.
local function first_of(set, in_set)
  local found
  for name in next, set do
    if in_set[name] and (not found or name < found) then found = name end
  end
  return found
end

-- Why an entry that succeeded is left out, or nil.
local function reason(read, given, lost)
  if read._ then return "it uses _" end
  if read.help then return "it uses help" end
  if given._ or given.help then return "it changes what the prompt has as _ or help" end
  local name = first_of(read, lost)
  return name and ("it needs '%s', which is left out"):format(name)
end

-- A local that an earlier entry reads as a global has to be one.
local function as_statements(text, given, read_before)
  if not first_of(given, read_before) then return text end
  return (entries.globals(text))
end

-- "print(x)"; a comment at the end of the expression must not swallow the bracket.
local function as_expression(entry)
  local text = (entry.text:match("^%s*return%f[%W](.*)$") or entry.text):match("^%s*(.-)%s*;?%s*$")
  if not entry.shown then return text end
  local open, close = "print(", ")"
  if entry.shown == "show" then open, close = "print(heddle.show(", "))" end
  if text:find("\n") or text:find("--", 1, true) then text = text .. "\n" end
  return open .. text .. close
end

-- One pass of `choose`: the entries that are kept, as { entry, text }, and what is left out; `again` are entries that
-- are left out because of a file that a later one saves, with its name.
local function pass(session, again)
  local kept, left_out, lost, defined, read_before = {}, {}, {}, {}, {}
  for _, entry in ipairs(session) do
    local read, given = {}, {}
    if entry.kind == "expression" or entry.kind == "statements" then read, given = names.of(entry.text) end
    local why
    if entry.kind == "other" then
      given = {}
    elseif not entry.ok then
      why, given = "it failed", entry.changed or {}
    elseif again[entry] then
      why = ("'%s' is saved again later"):format(again[entry])
    else
      why = reason(read, given, lost)
    end
    if why then
      left_out[#left_out + 1] = { number = entry.number, text = entry.text, reason = why }
      for name in next, given do
        if entry.ok or not defined[name] or entry.changed[name] then lost[name] = true end
      end
    elseif entry.kind ~= "other" then
      local text = entry.kind == "expression" and as_expression(entry)
        or as_statements(entry.text, given, read_before)
      kept[#kept + 1] = { entry, text:find("^%s*%(") and ";" .. text or text }
      for name in next, given do lost[name], defined[name] = nil, true end
      for name in next, read do read_before[name] = true end
    end
  end
  return kept, left_out
end

-- The kept entries that save a file which a later one saves again: a script saves a file once.
local function saved_again(kept)
  local later, found, again = {}, false, {}
  for i = #kept, 1, -1 do
    local entry = kept[i][1]
    for _, name in ipairs(entry.saved or {}) do
      if later[name] then found, again[entry] = true, name end
      later[name] = true
    end
  end
  return found, again
end

--- What of a session (a list of entries) makes a script: its statements, in order, and what is left out with the
-- reason: { { number =, text =, reason = }, ... }.  Help, questions and commands are left out without a word.
function M.choose(session)
  local kept, left_out = pass(session, {})
  local found, again = saved_again(kept)
  if found then kept, left_out = pass(session, again) end
  local texts = {}
  for i, one in ipairs(kept) do texts[i] = one[2] end
  return texts, left_out
end

--- The script of these statements; `path` is where it goes.
function M.script(kept, path)
  local head = { "-- Saved from a session at the prompt of heddle. Run it with:",
    "--   heddle run " .. path:match("[^/]*$"):gsub("%c", "?"), "" }
  return table.concat(head, "\n") .. "\n" .. table.concat(kept, "\n") .. "\n"
end

return M
