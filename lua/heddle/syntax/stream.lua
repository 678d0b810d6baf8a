--- The tokens of a text as a parser takes them one by one, what it is within, and what was wrong.
--
-- A place to complete at, the cursor, is the end of the text: there the last name (a keyword too, which may become a
-- longer name) or open string is marked `cursor`; where there is none, an empty name stands.

local lexer = require "heddle.syntax.lexer"
local scope = require "heddle.syntax.scope"

local M = {}
M.__index = M

local MOST_LEVELS = 200 -- of what stands within each other, as in Lua
local MOST_ERRORS = 100

-- The token in which, or the empty name at which, the text ends; nil in a comment, after a number, a bracket.
local function cursor_of(tokens, last_comment, size)
  if last_comment and last_comment.to == size and (last_comment.open or not last_comment.closed) then return end
  local last = tokens[#tokens]
  if last and last.to == size then
    if last.kind == "string" and last.open then return last end
    if last.kind == "name" or last.kind == "keyword" then
      last.kind = "name"
      return last
    end
    if last.kind ~= "operator" or last.text:find("^[%])}]") or last.text == "..." then return end
  end
  local empty = { kind = "name", text = "", from = size + 1, to = size, line = last and last.line or 1, column = 1 }
  tokens[#tokens + 1] = empty
  return empty
end

--- TEXT; `cursor`, true: complete at its end.
function M.new(text, cursor)
  local self = setmetatable({ tokens = {}, place = 1, before = 0, levels = 0, within = {}, errors = {}, lines = 1 }, M)
  local comment
  for _, token in ipairs(lexer.tokens(text)) do
    self.lines = token.line
    if token.kind == "comment" then
      comment = token
      token.closed = token.text:find("^%-%-%[=*%[") and not token.open
      if token.message then self:fail(token, token.message) end
    else
      self.tokens[#self.tokens + 1] = token
    end
  end
  if cursor then
    local token = cursor_of(self.tokens, comment, #text)
    if token then token.cursor = true end
  end
  self.last = { kind = "end", text = "<eof>", from = #text + 1, to = #text, line = self.lines, column = 1 }
  self.token = self.tokens[1] or self.last
  self.scope = scope.new(function(from, message) self:fail({ from = from or self.before }, message) end)
  return self
end

--- Something is wrong at TOKEN; `near`: the message names it.
function M:fail(token, message, near)
  if #self.errors >= MOST_ERRORS then return end
  if near then
    message = ("%s near %s"):format(message, token.kind == "end" and token.text or "'" .. token.text:sub(1, 80) .. "'")
  end
  self.errors[#self.errors + 1] = { from = token.from, line = token.line, message = message,
    unfinished = token.kind == "end" or token.open or nil }
end

--- Go to the next token; gives the one left.
function M:advance()
  local token = self.token
  if token.kind ~= "end" then
    self.before = token.to
    self.place = self.place + 1
    self.token = self.tokens[self.place] or self.last
  end
  return token
end

--- The token after this one.
function M:ahead()
  return self.tokens[self.place + 1] or self.last
end

--- Whether this token is the operator or keyword TEXT.
function M:is(text)
  local token = self.token
  return token.text == text and (token.kind == "operator" or token.kind == "keyword")
end

--- Take it if it is.
function M:take(text)
  if self:is(text) then return self:advance() end
end

--- Take it, or say that it is missing; `opener`, the token it would close.
function M:expect(text, opener)
  local token = self:take(text)
  if token then return token end
  local message = ("'%s' expected"):format(text)
  if opener and opener.line ~= self.token.line then
    message = ("%s (to close '%s' at line %d)"):format(message, opener.text, opener.line)
  end
  self:fail(self.token, message, true)
end

--- Take a name; nil and a message when there is none.
function M:name()
  if self.token.kind == "name" then return self:advance() end
  self:fail(self.token, "<name> expected", true)
end

--- One more level of nesting: false when it is one too many; then the text is over.
function M:enter(count)
  self.levels = self.levels + (count or 1)
  if self.levels <= MOST_LEVELS then return true end
  if not self.too_deep then
    self.too_deep = true
    self:fail(self.token, ("nested too deeply (limit is %d levels)"):format(MOST_LEVELS))
  end
  self.place, self.token = #self.tokens + 1, self.last
  return false
end

function M:leave(count)
  self.levels = self.levels - (count or 1)
end

-- What the cursor's place is within: the tables around it as far as the call they are an argument of.
local function around(self)
  local within, first = self.within, #self.within
  while first > 0 and within[first].kind == "table" do first = first - 1 end
  local at = { path = {}, tables = {} }
  for i = first + 1, #within do
    at.tables[#at.tables + 1] = within[i].node
    if i < #within then at.path[#at.path + 1] = within[i].key or within[i].index end
  end
  local inner, call = within[#within], within[first]
  if #at.tables > 0 then at.key, at.index, at.list = inner.key, inner.index, inner.key == nil end
  if call and call.kind == "call" then at.call, at.argument = call.node, call.index end
  return at
end

--- TOKEN is the cursor's, if it is: keep what it stands for, a KIND with the AST before it, if any.
function M:mark(token, kind, object)
  if not token or not token.cursor then return end
  local at = around(self)
  at.kind, at.object, at.prefix, at.from = kind, object, token.text, token.from
  if kind == "string" then
    at.prefix, at.from, at.quote, at.token = token.value or "", token.inner, token.quote or "[[", token
  elseif kind == "expression" then
    at.kind = (#at.tables > 0 or at.call) and "value" or "global"
  end
  at.visible = self.scope:visible()
  self.at = at
end

return M
