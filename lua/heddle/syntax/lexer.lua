--- The tokens of a text of Lua 5.4, also of one that is not finished or not right.
--
-- A token is { kind =, text =, from =, to =, line =, column = }: text:sub(from, to) is what it covers, `column` counts
-- bytes from 1.  Kinds: name, keyword, string, number, operator, comment, error.  A string has its `value` (nil when
-- an escape in it is wrong) and `inner`, the place of its first byte; one in quotes its `quote`, ' or ".  A string or
-- comment that does not end has `open` = true.  What Lua would refuse has a `message`.  One pass, in linear time.

local M = {}

M.keywords = {
  "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in", "local", "nil", "not",
  "or", "repeat", "return", "then", "true", "until", "while",
}

local is_keyword = {}
for _, word in ipairs(M.keywords) do is_keyword[word] = true end

--- Whether WORD can be written as a name.
function M.is_name(word)
  return type(word) == "string" and word:find("^[A-Za-z_][A-Za-z0-9_]*$") ~= nil and not is_keyword[word]
end

-- Operators by their length, longest first.
local operators = { {}, {}, {} }
for word in ("... .. == ~= <= >= << >> // :: + - * / % ^ # & ~ | < > = ( ) { } [ ] ; : , ."):gmatch("%S+") do
  operators[#word][word] = true
end

-- Count the line breaks of TEXT, which stands at FROM; "\r\n" and "\n\r" are one.
local function pass_lines(state, text, from)
  local at = 1
  while true do
    local found = text:find("[\r\n]", at)
    if not found then return end
    local pair = text:sub(found, found + 1)
    at = found + ((pair == "\r\n" or pair == "\n\r") and 2 or 1)
    state.line, state.line_start = state.line + 1, from + at - 1
  end
end

-- ---- strings ----

local plain_escapes = {
  a = "\a", b = "\b", f = "\f", n = "\n", r = "\r", t = "\t", v = "\v", ["\\"] = "\\", ['"'] = '"', ["'"] = "'",
}

-- "\u{XXX}" at AT, which is the place of "u".
local function unicode_escape(text, at)
  local digits, close = text:match("^{(%x+)(}?)", at + 1)
  if not digits then
    return nil, at + 1, text:sub(at + 1, at + 1) == "{" and "hexadecimal digit expected" or "missing '{'"
  end
  local significant = digits:gsub("^0+", "")
  local code = #significant <= 8 and tonumber("0x0" .. significant)
  if not code or code >= 2^31 then return nil, at + 2 + #digits, "UTF-8 value too large" end
  if close == "" then return nil, at + 2 + #digits, "missing '}'" end
  return utf8.char(code), at + 3 + #digits
end

-- What the escape whose letter is at AT stands for, and the place after it; nil, place, message when it is wrong.
local function escape(text, at)
  local letter = text:sub(at, at)
  if plain_escapes[letter] then return plain_escapes[letter], at + 1 end
  if letter == "x" then
    local digits = text:match("^%x%x", at + 1)
    if not digits then return nil, at + 1, "hexadecimal digit expected" end
    return string.char(tonumber(digits, 16)), at + 3
  elseif letter == "z" then
    return "", (text:match("^[ \t\v\f\r\n]*()", at + 1))
  elseif letter == "u" then
    return unicode_escape(text, at)
  elseif letter == "\n" or letter == "\r" then
    local pair = text:sub(at, at + 1)
    return "\n", at + ((pair == "\r\n" or pair == "\n\r") and 2 or 1)
  end
  local digits = text:match("^%d%d?%d?", at)
  if not digits then return nil, at, "invalid escape sequence" end
  if tonumber(digits) > 255 then return nil, at + #digits, "decimal escape too large" end
  return string.char(tonumber(digits)), at + #digits
end

-- A string between quotes; it ends where it stands open at the end of a line or of the text.
local function quoted(state, token)
  local text, at, parts = state.text, token.from + 1, {}
  local stop = token.quote == "'" and "[\\'\r\n]" or '[\\"\r\n]'
  token.inner = at
  while true do
    local found = text:find(stop, at)
    if not found or text:find("^[\r\n]", found) then
      token.to, token.open, token.message = (found or #text + 1) - 1, true, "unfinished string"
      parts[#parts + 1] = text:sub(at, token.to)
      break
    end
    parts[#parts + 1] = text:sub(at, found - 1)
    if text:sub(found, found) == token.quote then
      token.to = found
      break
    end
    local value, after, message = escape(text, found + 1)
    if found == #text then -- a backslash that ends the text
      token.to, token.open, token.message = #text, true, "unfinished string"
      break
    end
    token.message = token.message or message
    parts[#parts + 1] = value
    at = after
  end
  if not token.message or token.open then token.value = table.concat(parts) end
end

-- What stands from AT on between long brackets of LEVEL "="; the place of its last byte, its text, whether it is open.
local function long(text, at, level)
  local first, last = text:find("]" .. ("="):rep(level) .. "]", at, true)
  return last or #text, text:sub(at, (first or #text + 1) - 1), not first
end

local function long_string(state, token, level)
  local text = state.text
  local at = token.from + 2 + level
  token.inner = at
  local value
  token.to, value, token.open = long(text, at, level)
  token.open = token.open or nil
  token.message = token.open and "unfinished long string" or nil
  if value:find("\r", 1, true) then value = value:gsub("\r\n", "\n"):gsub("\n\r", "\n"):gsub("\r", "\n") end
  token.value = value:gsub("^\n", "")
end

local function comment(state, token)
  local text = state.text
  local equals = text:match("^%[(=*)%[", token.from + 2)
  if equals then
    local value
    token.to, value, token.open = long(text, token.from + 4 + #equals, #equals)
    token.open = token.open or nil
    token.message = token.open and "unfinished long comment" or nil
    return value
  end
  token.to = (text:find("[\r\n]", token.from) or #text + 1) - 1
end

-- ---- numbers ----

-- As Lua reads one: all that could belong to it, then it is one or not.
local function number(state, token)
  local text, at = state.text, token.from
  local hex = text:match("^0[xX]()", at)
  local part, mark = "^[%x.]+()", hex and "^[pP][+-]?()" or "^[eE][+-]?()"
  at = hex or at
  while true do
    local after = text:match(mark, at) or text:match(hex and part or "^[%dA-DFa-df.]+()", at)
    if not after then break end
    at = after
  end
  at = text:match("^[A-Za-z_]()", at) or at
  token.to = at - 1
  token.value = tonumber(text:sub(token.from, token.to))
  if not token.value then token.message = "malformed number" end
end

-- ---- all ----

-- The kind of what begins at AT, and how it is read on; an operator or a name is complete.
local function read(state, token, byte)
  local text, at = state.text, token.from
  local word = text:match("^[A-Za-z_][A-Za-z0-9_]*", at)
  if word then
    token.kind, token.to = is_keyword[word] and "keyword" or "name", at + #word - 1
  elseif byte == "'" or byte == '"' then
    token.kind, token.quote = "string", byte
    quoted(state, token)
  elseif text:find("^%.?%d", at) then
    token.kind = "number"
    number(state, token)
  elseif text:find("^%-%-", at) then
    token.kind = "comment"
    comment(state, token)
  elseif byte == "[" and text:find("^%[=*%[", at) then
    token.kind = "string"
    long_string(state, token, #text:match("^%[(=*)", at))
  elseif text:find("^%[=", at) then
    token.kind, token.to, token.message = "error", text:find("[^=]", at + 1), "invalid long string delimiter"
    token.to = (token.to or #text + 1) - 1
  else
    token.kind = "operator"
    for length = 3, 1, -1 do
      if operators[length][text:sub(at, at + length - 1)] then
        token.to = at + length - 1
        return
      end
    end
    token.kind, token.message = "error", "unexpected symbol"
    token.to = text:find("^[\x80-\xFF]", at) and text:match("^[\x80-\xFF]+()", at) - 1 or at
  end
end

--- The tokens of TEXT, in order, comments among them.
function M.tokens(text)
  local state, list, at = { text = text, line = 1, line_start = 1 }, {}, 1
  if text:find("^#!") then -- the line that names a script's program
    list[1] = { kind = "comment", from = 1, to = (text:find("[\r\n]") or #text + 1) - 1, line = 1, column = 1 }
    list[1].text = text:sub(1, list[1].to)
    at = list[1].to + 1
  end
  while true do
    local start = text:find("[^ \t\v\f]", at)
    if not start then break end
    local byte = text:sub(start, start)
    if byte == "\n" or byte == "\r" then
      local after = text:match("^[ \t\v\f\r\n]*()", start)
      pass_lines(state, text:sub(start, after - 1), start)
      at = after
    else
      local token = { from = start, line = state.line, column = start - state.line_start + 1 }
      read(state, token, byte)
      list[#list + 1] = token
      token.text = text:sub(start, token.to)
      if token.kind == "string" or token.kind == "comment" then pass_lines(state, token.text, start) end
      at = token.to + 1
    end
  end
  return list
end

return M
