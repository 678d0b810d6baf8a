--- Numbers in prose: "{hidden.n} of {hidden.N}" becomes a list of spans, each reference looked up in what the script
-- gives beside the text.  A reference that is not there stops the report.

local check = require "heddle.check"
local core = require "heddle.core"
local document = require "heddle.report.document"
local state = require "heddle.state"

local M = {}

local MOST_SPANS = 10000 -- references of one text

local function keys_of(refs)
  local keys = {}
  for key in next, refs do
    if type(key) == "string" then keys[#keys + 1] = key end
  end
  table.sort(keys)
  return keys
end

-- " (did you mean 'hidden'?)", else what there is, where it is not much.
local function suggestion(name, refs)
  local keys = keys_of(refs)
  local nearest = core.nearest(name, keys)
  if nearest then return check.did_you_mean(nearest) end
  if #keys == 0 then return " (none are given: they stand in a table behind the text)" end
  return #keys <= 10 and (" (there is '%s')"):format(table.concat(keys, "', '")) or ""
end

-- What makes a table a record of table:cell.
local function is_cell(t)
  return type(t) == "table" and type(rawget(t, "state")) == "string"
end

-- What is known of a set, as of a cell that counts it; nil for anything else.
local function set_record(value)
  if type(value) ~= "userdata" or not pcall(core.set_unit, value) then return nil end
  return { state = "value", n = #value, set = value }
end

-- A value in a message.
local function shown(value)
  if is_cell(value) then return "what is known of a cell" end
  return check.show(value)
end

local kinds = { n = true, N = true, percent = true, ci = true }

-- References are cells, and not the tables of counts that they are in.
local function check_no_table(call, value, name)
  if not require("heddle.result").name_of(value) then return end
  check.fail(call, "%s a whole table; a cell of it has n, N and percent: { %s = t:cell(\"...\") }",
    name and ("'%s' is"):format(name) or "got", name or "hidden")
end

-- What a reference stands for: the value, and the cell it is a member of with its key there.
local function look_up(call, refs, reference)
  local name, key = reference:match("^([%a_][%w_]*)$"), nil
  if not name then name, key = reference:match("^([%a_][%w_]*)%.([%a_][%w_]*)$") end
  if not name then
    check.fail(call, "'{%s}' is no reference; one is {name} or {name.n}, and {{ is a brace",
      document.clean(reference:sub(1, 80)))
  end
  if not key and is_cell(refs) and kinds[name] then return rawget(refs, name), refs, name end
  local value = rawget(refs, name)
  if value == nil then check.fail(call, "no reference '%s'%s", name, suggestion(name, refs)) end
  local counted = set_record(value)
  if counted and (not key or key == "n") then return counted.n, counted, "n" end
  if not key then return value end
  check_no_table(call, value, name)
  if type(value) ~= "table" then check.fail(call, "'%s' is %s, which has no '%s'", name, shown(value), key) end
  local member, cell = rawget(value, key), is_cell(value) and value or nil
  if member == nil and not (cell and kinds[key]) then
    check.fail(call, "'%s' has no '%s'%s", name, key, suggestion(key, value))
  end
  counted = set_record(member)
  if counted and not cell then return counted.n, counted, "n" end
  return member, cell, key
end

-- Members that have no value where a cell has another state.
local of_base = { percent = true, ci = true }

-- The symbol that stands for a member of a cell; nil where it has a value.
local function symbol_of(cell, key, value)
  local found = cell and rawget(cell, "state")
  if not found or not kinds[key] then return nil end
  if found == "hidden" then return found end
  if of_base[key] and found ~= "value" then return found end
  if value == nil then return of_base[key] and "not applicable" or "not available" end
end

local function number_text(call, reference, value)
  if value ~= value or value == math.huge or value == -math.huge then
    check.fail(call, "'{%s}' is no finite number", reference)
  end
  return tostring(value)
end

-- The words of a value.
local function text_of(call, reference, value, key)
  if type(value) == "number" then return number_text(call, reference, value), value end
  if type(value) == "string" and value:find("%S") then return document.clean(value) end
  if key == "ci" and type(value) == "table" and rawlen(value) == 2 then
    return ("%s to %s"):format(number_text(call, reference, rawget(value, 1)),
      number_text(call, reference, rawget(value, 2)))
  end
  local hint = is_cell(value) and (": {%s.n}, {%s.N}, {%s.percent}"):format(reference, reference, reference)
    or ""
  check.fail(call, "'{%s}' is %s; it must be a number or a text%s", reference,
    value == "" and "empty" or shown(value), hint)
end

local function span_of(call, reference, value, cell, key)
  local found = symbol_of(cell, key, value)
  if found then
    local symbol = state.symbol(found)
    if not symbol then
      check.fail(call, "'{%s}' has the state %s, which is none", reference, check.show(found))
    end
    return { text = symbol, state = found }
  end
  local text, plain = text_of(call, reference, value, key)
  local span = { text = text, state = "value", number = plain }
  if cell and key == "n" and rawget(cell, "set") then
    span.behind = function()
      local findings = rawget(cell, "evidence") or core.set_to(cell.set, "finding")
      return require("heddle.evidence").behind(cell.set, findings, rawget(cell, "label"))
    end
  end
  return span
end

-- The words between two references: a line break is a space, with those around it.
local function words(text)
  return document.clean((text:gsub("[ \t]*\r?\n[ \t\r\n]*", " ")))
end

--- TEXT as spans; CALL is the method a script called, REFS the table beside the text, nil for none.  LOOK: find a
-- span in another way, (reference) -> span, as lint does.
function M.spans(call, text, refs, look)
  if type(text) ~= "string" then check.fail(call, "got %s; it takes a text", check.show(text)) end
  if refs ~= nil and type(refs) ~= "table" then
    check.fail(call, "got %s; references stand in a table: { hidden = t:cell(\"hidden-adults\") }", check.show(refs))
  end
  check_no_table(call, refs)
  look = look or function(reference) return span_of(call, reference, look_up(call, refs or {}, reference)) end
  local spans, plain, at, found = {}, {}, 1, 0
  local function flush()
    local all = table.concat(plain)
    if all ~= "" then spans[#spans + 1] = { text = words(all) } end
    plain = {}
  end
  while at <= #text do
    local brace = text:find("[{}]", at) or #text + 1
    plain[#plain + 1] = text:sub(at, brace - 1)
    at = brace
    local pair = text:sub(at, at + 1)
    if pair == "{{" or pair == "}}" then
      plain[#plain + 1], at = pair:sub(1, 1), at + 2
    elseif pair:sub(1, 1) == "{" then
      local reference, after = text:match("^{([^{}]*)}()", at)
      if not reference then check.fail(call, "a '{' does not close; '{{' is a brace") end
      found = found + 1
      if found > MOST_SPANS then check.fail(call, "the text has more than %d references", MOST_SPANS) end
      flush()
      local span = look(reference)
      spans[#spans + 1], at = span, after
      if span and span.state ~= "value" and text:sub(at, at) == "%" then at = at + 1 end
    elseif pair ~= "" then
      check.fail(call, "a '}' stands alone; '}}' is a brace")
    end
  end
  flush()
  return spans
end

return M
