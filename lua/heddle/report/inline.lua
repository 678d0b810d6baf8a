--- Numbers in prose: "{hidden.n} of {hidden.N}" becomes a list of spans, each reference looked up in what the script
-- gives beside the text.  A reference that is not there stops the report.

local check = require "heddle.check"
local core = require "heddle.core"
local document = require "heddle.report.document"
local state = require "heddle.state"

local M = {}

local function keys_of(refs)
  local keys = {}
  for key in next, refs do keys[#keys + 1] = tostring(key) end
  table.sort(keys)
  return keys
end

-- What a reference stands for: the value, and the record it is a member of.
local function look_up(call, refs, reference)
  local name, key = reference:match("^([%a_][%w_]*)%.?([%w_]*)$")
  if not name or reference:sub(-1) == "." then
    check.fail(call, "'{%s}' is no reference; one is {name} or {name.n}, and {{ a brace", reference:sub(1, 80))
  end
  local value = rawget(refs, name)
  if value == nil then
    check.fail(call, "no reference '%s'%s", name, check.did_you_mean(core.nearest(name, keys_of(refs))))
  end
  if key == "" then return value end
  if type(value) ~= "table" then check.fail(call, "'%s' is %s, which has no '%s'", name, check.show(value), key) end
  local member = rawget(value, key)
  if member == nil and not (key == "percent" and rawget(value, "state")) then
    check.fail(call, "'%s' has no '%s'%s", name, key, check.did_you_mean(core.nearest(key, keys_of(value))))
  end
  return member, value, key
end

-- The span of a value: a number or a text, or by its state a symbol.
local function span_of(call, reference, value, cell, key)
  local found = cell and rawget(cell, "state")
  if found and found ~= "value" and (key == "percent" or found == "hidden") then
    return { text = state.symbol(found), state = found }
  end
  if type(value) ~= "number" and type(value) ~= "string" then
    check.fail(call, "'{%s}' is %s; it must be a number or a text", reference, check.show(value))
  end
  local span = { text = document.clean(tostring(value)), state = "value" }
  if type(value) == "number" then span.number = value end
  if cell and key == "n" and rawget(cell, "set") then
    span.behind = function() return require("heddle.evidence").behind(cell.set, cell.evidence) end
  end
  return span
end

--- TEXT as spans; CALL is the method a script called, REFS the table beside the text, nil for none.
function M.spans(call, text, refs)
  if type(text) ~= "string" then check.fail(call, "got %s; it takes a text", check.show(text)) end
  if refs ~= nil and type(refs) ~= "table" then
    check.fail(call, "got %s; references stand in a table: { hidden = t:cell(\"hidden-adults\") }", check.show(refs))
  end
  local spans, plain, at = {}, {}, 1
  local function flush()
    if #plain > 0 then spans[#spans + 1] = { text = document.clean(table.concat(plain)) } end
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
      flush()
      local span = span_of(call, reference, look_up(call, refs or {}, reference))
      spans[#spans + 1], at = span, after
      if span.state ~= "value" and text:sub(at, at) == "%" then at = at + 1 end
    elseif pair ~= "" then
      check.fail(call, "a '}' stands alone; '}}' is a brace")
    end
  end
  flush()
  return spans
end

return M
