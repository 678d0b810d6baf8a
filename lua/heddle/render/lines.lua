--- Text in lines of a width, in columns of a terminal: what is too long is cut, or broken between words.

local core = require "heddle.core"

local M = {}

--- TEXT, its end left out where it is wider than WIDTH.
function M.cut(text, width)
  if core.width(text) <= width then return text end
  if width < 2 then return core.prefix(text, width) end
  return core.prefix(text, width - 1) .. "…"
end

--- The words of TEXT, for `fill`.
function M.words(text)
  local words = {}
  for word in text:gmatch("%S+") do words[#words + 1] = word end
  return words
end

--- WORDS in a list of lines of at most WIDTH, at least one: the first line begins with FIRST, the others with REST,
-- which are "" when left out.  A word without room in a line of its own is broken.
function M.fill(words, width, first, rest)
  rest = rest or ""
  local lines, line, used, fresh = {}, first or "", core.width(first or ""), true
  local indent = core.width(rest)
  local function next_line() lines[#lines + 1], line, used, fresh = line, rest, indent, true end
  for _, word in ipairs(words) do
    local wide = core.width(word)
    if not fresh and used + 1 + wide > width then next_line() end
    while wide > width - used and fresh do
      local head = core.prefix(word, width - used)
      if head == "" then break end
      line, word = line .. head, word:sub(#head + 1)
      wide = core.width(word)
      next_line()
    end
    if word ~= "" then
      line = line .. (fresh and "" or " ") .. word
      used, fresh = used + (fresh and 0 or 1) + wide, false
    end
  end
  if not fresh or #lines == 0 then lines[#lines + 1] = line end
  return lines
end

return M
