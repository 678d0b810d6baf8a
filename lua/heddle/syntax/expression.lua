--- Expressions of Lua, as parser.lua says.

local M = {}

local expression -- (s, limit), below

-- Left and right priority of the binary operators, as in Lua.
local priority = {
  ["or"] = { 1, 1 }, ["and"] = { 2, 2 },
  ["<"] = { 3, 3 }, [">"] = { 3, 3 }, ["<="] = { 3, 3 }, [">="] = { 3, 3 }, ["~="] = { 3, 3 }, ["=="] = { 3, 3 },
  ["|"] = { 4, 4 }, ["~"] = { 5, 5 }, ["&"] = { 6, 6 }, ["<<"] = { 7, 7 }, [">>"] = { 7, 7 },
  [".."] = { 9, 8 }, ["+"] = { 10, 10 }, ["-"] = { 10, 10 },
  ["*"] = { 11, 11 }, ["/"] = { 11, 11 }, ["//"] = { 11, 11 }, ["%"] = { 11, 11 }, ["^"] = { 14, 13 },
}
local unary = { ["not"] = true, ["-"] = true, ["~"] = true, ["#"] = true }
local UNARY_PRIORITY = 12

local constants = { ["nil"] = "nil", ["true"] = "true", ["false"] = "false", ["..."] = "vararg" }

--- A node from the token or node FIRST on; its end is set by `close`.
function M.node(kind, first)
  return { kind = kind, from = first.from, line = first.line, to = first.to }
end

local node = M.node

--- NODE ends at the last token taken.
function M.close(s, n)
  n.to = math.max(s.before, n.from - 1)
  return n
end

local close = M.close

local function within(s, kind, of)
  local frame = { kind = kind, node = of }
  s.within[#s.within + 1] = frame
  return frame
end

local function outside(s)
  s.within[#s.within] = nil
end

-- ---- strings, tables ----

local function string_token(s)
  local token = s:advance()
  local n = node("string", token)
  n.value, n.inner, n.quote, n.to = token.value, token.inner, token.quote, token.to
  if token.message then s:fail(token, token.message, true) end
  s:mark(token, "string")
  return n
end

-- { [expression] = expression, name = expression, expression }
local function item(s, frame, place)
  local entry = node("item", s.token)
  frame.key, frame.index = nil, place
  if s.token.kind == "name" and s:ahead().text == "=" and s:ahead().kind == "operator" then
    local token = s:advance()
    s:advance()
    entry.key, entry.key_from, frame.key = token.text, token.from, token.text
  elseif s:is("[") then
    local opener = s:advance()
    entry.key_node = expression(s)
    s:expect("]", opener)
    s:expect("=")
    entry.key = entry.key_node.value
    frame.key = entry.key
    if frame.key == nil then frame.key = false end
  elseif s.token.cursor and s.token.kind == "name" then
    s:mark(s.token, "key")
  else
    entry.index = place
  end
  local keyed = s.at
  entry.value = expression(s)
  if keyed and keyed.kind == "key" and keyed ~= s.at and entry.key == nil then s.at = keyed end
  if entry.key == nil and not entry.key_node then entry.index = place end
  return close(s, entry)
end

local function constructor(s)
  local opener = s:advance()
  local n = node("table", opener)
  n.items = {}
  local frame, place = within(s, "table", n), 1
  while not s:is("}") and s.token.kind ~= "end" do
    local start = s.place
    local entry = item(s, frame, place)
    n.items[#n.items + 1] = entry
    if entry.index then place = place + 1 end
    if not (s:take(",") or s:take(";")) and not s:is("}") then
      -- Without a comma the next entry is still one, unless it cannot be.
      if s.place == start or s.token.kind == "keyword" or s:is(")") or s:is("]") or s:is("=") then break end
      s:fail(s.token, "'}' expected", true)
    end
  end
  s:expect("}", opener)
  outside(s)
  return close(s, n)
end

-- ---- functions ----

local function parameters(s, n)
  n.parameters = {}
  if s:is(")") then return end
  repeat
    if s:take("...") then
      n.vararg = true
      return
    end
    local token = s:name()
    if not token then return end
    n.parameters[#n.parameters + 1] = { kind = "local", name = token.text, from = token.from, parameter = n,
      index = #n.parameters + 1 }
  until not s:take(",")
end

--- (parameters) block end, of a function that FIRST begins; a method has `self`.
function M.body(s, first, method)
  local n = node("function", first)
  within(s, "function", n)
  local opener = s.token
  s:expect("(")
  parameters(s, n)
  s.scope:enter_function(n.vararg)
  if method then s.scope:add { kind = "local", name = "self", from = first.from, parameter = n, index = 0 } end
  for _, declared in ipairs(n.parameters) do s.scope:add(declared) end
  s:expect(")", opener)
  n.body = s.block(s)
  s:expect("end", first)
  s.scope:leave_function()
  outside(s)
  return close(s, n)
end

-- ---- names, members, calls ----

--- What NAME at TOKEN is: a local, or a global.
function M.name(s, token)
  local n = node("name", token)
  n.name, n.to = token.text, token.to
  n.declared = s.scope:find(token.text)
  return n
end

-- Each argument knows the call it is of.
local function arguments(s, n)
  local frame = within(s, "call", n)
  n.arguments, frame.index = {}, 1
  if s.token.kind == "string" then
    n.arguments[1] = string_token(s)
  elseif s:is("{") then
    n.arguments[1] = constructor(s)
  else
    local opener = s:expect("(")
    if opener and not s:is(")") then
      repeat
        frame.index = #n.arguments + 1
        local argument = expression(s)
        n.arguments[frame.index], argument.argument_of = argument, n
      until not s:take(",")
    end
    if opener then s:expect(")", opener) end
  end
  outside(s)
  return close(s, n)
end

local function begins_arguments(s)
  return s.token.kind == "string" or s:is("(") or s:is("{")
end

local function primary(s)
  local token = s.token
  if token.kind == "name" then
    s:mark(token, "expression")
    return M.name(s, s:advance())
  elseif s:is("(") then
    s:advance()
    local n = node("paren", token)
    n.value = expression(s)
    s:expect(")", token)
    return close(s, n)
  end
  s:fail(token, "unexpected symbol", true)
  -- The brackets and words that end something are left to it.
  if token.kind == "error" or token.kind == "operator" and not token.text:find("^[])},;=]$") then s:advance() end
  return close(s, node("missing", token))
end

--- .name after OBJECT
function M.member(s, object)
  s:advance()
  local n = node("member", object)
  n.object = object
  local token = s:name()
  s:mark(token, "member", object)
  n.name, n.name_from, n.name_line = token and token.text or "", token and token.from, token and token.line
  return close(s, n)
end

local function method(s, object)
  s:advance()
  local n = node("method", object)
  n.object = object
  local token = s:name()
  s:mark(token, "method", object)
  n.name, n.name_from, n.name_line = token and token.text or "", token and token.from, token and token.line
  if begins_arguments(s) then return arguments(s, n) end
  n.arguments = {}
  s:fail(s.token, "function arguments expected", true)
  return close(s, n)
end

--- A name or (expression), with what is taken from it and called.
function M.suffixed(s)
  local n = primary(s)
  if n.kind == "missing" then return n end
  while true do
    if s:is(".") then
      n = M.member(s, n)
    elseif s:is(":") then
      n = method(s, n)
    elseif s:is("[") then
      local opener, index = s:advance(), node("index", n)
      index.object, index.key = n, expression(s)
      s:expect("]", opener)
      n = close(s, index)
    elseif begins_arguments(s) then
      local call = node("call", n)
      call.callee = n
      n = arguments(s, call)
    else
      return n
    end
  end
end

local function simple(s)
  local token = s.token
  if token.kind == "number" then
    s:advance()
    if token.message then s:fail(token, token.message, true) end
    local n = node("number", token)
    n.value = token.value
    return n
  elseif token.kind == "string" then
    return string_token(s)
  elseif token.kind ~= "name" and constants[token.text] then
    if token.text == "..." and not s.scope.func.vararg then
      s:fail(token, "cannot use '...' outside a vararg function", true)
    end
    return node(constants[s:advance().text], token)
  elseif s:is("{") then
    return constructor(s)
  elseif s:is("function") then
    return M.body(s, s:advance())
  end
  return M.suffixed(s)
end

function expression(s, limit)
  limit = limit or 0
  local n
  if not s:enter() then
    s:leave()
    return close(s, node("missing", s.token))
  end
  local first = s.token
  if first.kind ~= "name" and first.kind ~= "string" and unary[first.text] then
    s:advance()
    n = node("unary", first)
    n.operator, n.operand = first.text, expression(s, UNARY_PRIORITY)
    close(s, n)
  else
    n = simple(s)
  end
  while true do
    local token = s.token
    local order = (token.kind == "operator" or token.kind == "keyword") and priority[token.text]
    if not order or order[1] <= limit then break end
    s:advance()
    local whole = node("binary", n)
    whole.operator, whole.left, whole.right = token.text, n, expression(s, order[2])
    n = close(s, whole)
  end
  s:leave()
  return n
end

M.expression = expression

--- expression, expression, ...
function M.list(s)
  local list = {}
  repeat
    list[#list + 1] = expression(s)
  until not s:take(",")
  return list
end

return M
