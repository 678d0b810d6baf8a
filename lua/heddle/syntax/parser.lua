--- The tree of a text of Lua 5.4, also of one that is not finished or not right.
--
-- Every node has `kind`, `from`, `to` (places in the text) and `line`.  Expressions:
--   nil true false vararg   number, string: value   missing: nothing that could be read
--   name: name, declared (the local it stands for; nil: a global)     paren: value
--   member: object, name, name_from, name_line   index: object, key   function: parameters, vararg, body
--   call: callee, arguments (each in brackets with argument_of, the call)
--   method: object, name, name_from, name_line, arguments
--   table: items, each with value and index (its place in the list), or key (text or number written there), key_from,
--     key_node (of [key] =)
--   unary: operator, operand   binary: operator, left, right
-- Statements, of lists (a block: kind "block", statements):
--   local: names, values   local_function, function: value, target   assign: targets, values   call_statement: value
--   do, while: condition, body   repeat: body, condition   if: clauses of condition and body, otherwise
--   for_number: name, values, body   for_each: names, values, body   return: values   break   goto, label: name
-- A declared local has name, from, attrib, and where its value comes from: `values` and `index` (the index-th of them),
-- `each` (of a generic for), `parameter` (its function), `value`; `assigned`: values it is given later.
--
-- The text is read once, recursion is bounded (stream.lua), so that no text overflows a stack or takes long.

local expressions = require "heddle.syntax.expression"
local stream = require "heddle.syntax.stream"

local M = {}

local node, close = expressions.node, expressions.close
local statement -- (s), below

local ends_block = { ["end"] = true, ["else"] = true, ["elseif"] = true, ["until"] = true }

local function at_end(s, without_until)
  local token = s.token
  if token.kind == "end" then return true end
  return token.kind == "keyword" and ends_block[token.text] and not (without_until and token.text == "until")
end

-- Statements until what ends a block.
local function statements(s)
  local n = node("block", s.token)
  n.statements = {}
  while not at_end(s) do
    local returns, place = s:is("return"), s.place
    local one = statement(s)
    if one then n.statements[#n.statements + 1] = one end
    if s.place == place then -- nothing begins with it
      s:advance()
    end
    if returns and not at_end(s) then s:fail(s.token, "<eof> or 'end' expected", true) end
  end
  return close(s, n)
end

-- A block with a scope of its own.
local function block(s, loop)
  s.scope:enter_block(loop)
  local n = statements(s)
  s.scope:leave_block()
  return n
end

local function declare(token, values, index)
  return { kind = "local", name = token.text, from = token.from, line = token.line, values = values, index = index }
end

-- ---- local ----

local function attribute(s, declared)
  if not s:take("<") then return end
  local token = s:name()
  if token and token.text ~= "const" and token.text ~= "close" then
    s:fail(token, ("unknown attribute '%s'"):format(token.text))
  end
  declared.attrib = token and token.text
  s:expect(">")
end

local function local_statement(s, first)
  local n = node("local", first)
  n.names, n.values = {}, {}
  local closing
  repeat
    local token = s:name()
    if not token then break end
    local declared = declare(token, n.values, #n.names + 1)
    n.names[#n.names + 1] = declared
    attribute(s, declared)
    if declared.attrib == "close" then
      if closing then s:fail(token, "multiple to-be-closed variables in local list") end
      closing = true
    end
  until not s:take(",")
  if s:take("=") then
    for i, value in ipairs(expressions.list(s)) do n.values[i] = value end
  end
  for _, declared in ipairs(n.names) do s.scope:add(declared) end
  return close(s, n)
end

local function local_function(s, first)
  local n = node("local_function", first)
  s:advance()
  local token = s:name()
  if token then
    n.target = declare(token)
    s.scope:add(n.target)
  end
  n.value = expressions.body(s, first)
  if n.target then n.target.value = n.value end
  return close(s, n)
end

-- ---- assignments and calls ----

-- VALUE, the index-th of VALUES, is given to what TARGET names.
local function assign(s, target, values, index)
  local declared = target.declared
  if target.kind ~= "name" then return end
  if not declared then
    local given = s.globals[target.name] or {}
    s.globals[target.name] = given
    given[#given + 1] = { values = values, index = index, from = target.from }
    return
  end
  if declared.attrib then
    s:fail({ from = target.from, line = target.line },
      ("attempt to assign to const variable '%s'"):format(target.name))
  end
  declared.assigned = declared.assigned or {}
  table.insert(declared.assigned, { values = values, index = index })
end

local function can_be_assigned(n)
  return n.kind == "name" or n.kind == "member" or n.kind == "index"
end

local function assignment(s, first, target)
  local n = node("assign", first)
  n.targets, n.values = { target }, {}
  if not can_be_assigned(target) then s:fail(s.token, "syntax error", true) end
  while s:take(",") do
    if not s:enter() then break end
    local more = expressions.suffixed(s)
    n.targets[#n.targets + 1] = more
    if not can_be_assigned(more) then s:fail(s.token, "syntax error", true) end
  end
  s:leave(#n.targets - 1)
  if s:expect("=") then
    for i, value in ipairs(expressions.list(s)) do n.values[i] = value end
  end
  for i, one in ipairs(n.targets) do assign(s, one, n.values, i) end
  return close(s, n)
end

local function expression_statement(s, first)
  local value = expressions.suffixed(s)
  if s:is("=") or s:is(",") then return assignment(s, first, value) end
  local n = node("call_statement", first)
  n.value = value
  if value.kind ~= "call" and value.kind ~= "method" and value.kind ~= "missing" then
    s:fail(s.token, "syntax error", true)
  end
  return close(s, n)
end

local function function_statement(s, first)
  local n = node("function", first)
  s:advance()
  local token, method = s:name(), false
  if token then
    s:mark(token, "expression")
    local target = expressions.name(s, token)
    while s:is(".") do target = expressions.member(s, target) end
    if s:is(":") then
      target, method = expressions.member(s, target), true
    end
    n.target = target
  end
  n.value = expressions.body(s, first, method)
  if n.target then assign(s, n.target, { n.value }, 1) end
  return close(s, n)
end

-- ---- loops and the like ----

local function while_statement(s, first)
  local n = node("while", first)
  s:advance()
  n.condition = expressions.expression(s)
  s:expect("do")
  n.body = block(s, true)
  s:expect("end", first)
  return close(s, n)
end

local function repeat_statement(s, first)
  local n = node("repeat", first)
  s:advance()
  s.scope:enter_block(true)
  s.scope:enter_block()
  n.body = statements(s)
  s:expect("until", first)
  n.condition = expressions.expression(s)
  s.scope:leave_block()
  s.scope:leave_block()
  return close(s, n)
end

local function if_statement(s, first)
  local n = node("if", first)
  n.clauses = {}
  repeat
    s:advance()
    local clause = { condition = expressions.expression(s) }
    s:expect("then")
    clause.body = block(s)
    n.clauses[#n.clauses + 1] = clause
  until not s:is("elseif")
  if s:take("else") then n.otherwise = block(s) end
  s:expect("end", first)
  return close(s, n)
end

-- The body of a for: `hidden` locals of Lua's own, then these.
local function for_body(s, n, first, hidden, names)
  s:expect("do")
  s.scope:enter_block(true)
  for _ = 1, hidden do s.scope:add() end
  s.scope:enter_block()
  for _, declared in ipairs(names) do s.scope:add(declared) end
  n.body = statements(s)
  s.scope:leave_block()
  s.scope:leave_block()
  s:expect("end", first)
  return close(s, n)
end

local function for_statement(s, first)
  s:advance()
  local token = s:name()
  if token and s:take("=") then
    local n = node("for_number", first)
    n.name = declare(token)
    n.name.number = true
    n.values = expressions.list(s)
    if #n.values < 2 or #n.values > 3 then s:fail(s.token, "'=' or 'in' expected", true) end
    return for_body(s, n, first, 3, { n.name })
  end
  local n = node("for_each", first)
  n.names = {}
  while token do
    local declared = declare(token, nil, #n.names + 1)
    declared.each = n
    n.names[#n.names + 1] = declared
    token = s:take(",") and s:name()
  end
  s:expect("in")
  n.values = expressions.list(s)
  return for_body(s, n, first, 4, n.names)
end

local function do_statement(s, first)
  local n = node("do", first)
  s:advance()
  n.body = block(s)
  s:expect("end", first)
  return close(s, n)
end

-- ---- jumps ----

local function label_statement(s, first)
  local n = node("label", first)
  s:advance()
  local token = s:name()
  n.name = token and token.text
  s:expect("::")
  while s:is(";") or s:is("::") do -- what does nothing does not stand between a label and the end of its block
    if not s:enter() then break end
    statement(s)
    s:leave()
  end
  if n.name then s.scope:label(n.name, n.from, at_end(s, true)) end
  return close(s, n)
end

local function goto_statement(s, first)
  local n = node("goto", first)
  s:advance()
  local token = s:name()
  n.name = token and token.text
  if n.name then s.scope:jump(n.name, n.from) end
  return close(s, n)
end

local function break_statement(s, first)
  if s.scope.func.loops == 0 then s:fail(first, "break outside a loop") end
  return close(s, node("break", s:advance()))
end

local function return_statement(s, first)
  local n = node("return", first)
  s:advance()
  n.values = (at_end(s) or s:is(";")) and {} or expressions.list(s)
  s:take(";")
  return close(s, n)
end

local by_keyword = {
  ["if"] = if_statement, ["while"] = while_statement, ["do"] = do_statement, ["for"] = for_statement,
  ["repeat"] = repeat_statement, ["function"] = function_statement, ["return"] = return_statement,
  ["break"] = break_statement, ["goto"] = goto_statement,
}

local function one_statement(s)
  local first = s.token
  if first.kind == "operator" and first.text == "::" then return label_statement(s, first) end
  if first.kind == "keyword" then
    if first.text == "local" then
      s:advance()
      if s:is("function") then return local_function(s, first) end
      return local_statement(s, first)
    end
    if by_keyword[first.text] then return by_keyword[first.text](s, first) end
  end
  return expression_statement(s, first)
end

function statement(s)
  if s:take(";") then return end
  local n
  if s:enter() then n = one_statement(s) end
  s:leave()
  return n
end

--- The tree of TEXT, a "block" with `globals` (name -> the values it is given) and `lines`; and what is wrong, a list
-- of { from, line, message, unfinished = true where more text could mend it }, in order.
-- With CURSOR, the place of the last byte of what was typed (0: nothing), only the text up to there counts, and a third
-- result says what stands there, nil when nothing could:
--   kind      "global": a name, or the beginning of a statement; "value": the same, as an argument or in a table;
--             "member", "method": after `object` and . or : ; "key": in a table, a key or an entry of a list; "string"
--   prefix    what is typed of it (of a string its value), from `from` on;  quote: of a string, ' " or [[;  token
--   call, argument   the innermost call the place is an argument of: its node, which one
--   tables    the table nodes between the call (or the statement) and the place, outermost first
--   path      the keys (or numbers in a list) under which these stand in each other;  key, index: the same of the
--             place in the innermost table;  list = true when it has no key there
--   visible   the locals that can be named there: name -> declared
function M.parse(text, cursor)
  if cursor then text = text:sub(1, cursor) end
  local s = stream.new(text, cursor ~= nil)
  s.block, s.globals = block, {}
  s.scope:enter_function(true)
  local tree
  local all = { kind = "block", from = 1, to = #text, line = 1, statements = {} }
  repeat
    tree = statements(s)
    table.move(tree.statements, 1, #tree.statements, #all.statements + 1, all.statements)
    if s.token.kind ~= "end" then
      s:fail(s.token, "<eof> expected", true)
      s:advance()
    end
  until s.token.kind == "end"
  s.scope:leave_function()
  all.globals, all.lines = s.globals, s.lines
  table.sort(s.errors, function(a, b)
    if a.from ~= b.from then return a.from < b.from end
    return a.message < b.message
  end)
  return all, s.errors, s.at
end

return M
