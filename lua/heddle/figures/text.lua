--- A document as blocks: its lines without markup, those of one sentence joined, and the rows of its tables.

local rows = require "heddle.figures.rows"

local M = {}

local max_line = 8000 -- bytes of a line that are looked at together: a longer one is read in pieces

-- Signs that mean the same as a plain one.
local plain = { ["\u{A0}"] = " ", ["\u{200B}"] = "", ["\u{2060}"] = "", ["\u{AD}"] = "", ["\u{FEFF}"] = "",
  ["\u{3000}"] = " ",
  ["\u{2010}"] = "-", ["\u{2011}"] = "-", ["\u{2012}"] = "-", ["\u{2013}"] = "-", ["\u{2014}"] = "-",
    ["\u{2212}"] = "-",
  ["\u{2044}"] = "/", ["\u{2215}"] = "/", ["\u{FF0F}"] = "/", ["\u{FF05}"] = "%", ["\u{FE6A}"] = "%", ["\u{66A}"] = "%",
  ["\u{2248}"] = "~", ["\u{2264}"] = "<", ["\u{2265}"] = ">", ["\u{A3}"] = "$", ["\u{20AC}"] = "$",
  ["\u{FF08}"] = "(", ["\u{FF09}"] = ")" }
for code = 0x2000, 0x200A do plain[utf8.char(code)] = " " end
plain["\u{202F}"] = " "
for _, mark in ipairs { "\u{B9}", "\u{B2}", "\u{B3}" } do plain[mark] = "" end -- note marks
for code = 0x2074, 0x2079 do plain[utf8.char(code)] = "" end

local named = { nbsp = " ", thinsp = " ", ensp = " ", emsp = " ", percnt = "%", frasl = "/", sol = "/", ndash = "-",
  mdash = "-",
  lt = "<", gt = ">", amp = "&", lpar = "(", rpar = ")", equals = "=", pound = "$" }

local function entity(name)
  local digits, hex = name:match "^#(%d+)$", name:match "^#[xX](%x+)$"
  local code = digits and #digits < 8 and tonumber(digits) or hex and #hex < 7 and tonumber(hex, 16)
  if not code then return named[name] end
  return code >= 32 and code <= 0x10FFFF and utf8.char(code) or " "
end

--- The text of a line without markup, addresses and footnote marks.
function M.unmark(line)
  if line:find("-->", 1, true) then line = line:gsub("<!%-%-.-%-%->", " ") end
  line = line:gsub("<su[pb]>[%d,%s%*]*</su[pb]>", ""):gsub("</?%a[^<>]*>", " ")
  if line:find("&", 1, true) then line = line:gsub("&(#?%w+);", entity) end
  if line:find "[\128-\255]" then
    line = line:gsub("%f[%d](%d%d?%d?)\u{202F}(%d%d%d)%f[%D]", "%1,%2"):gsub("%f[%d](%d%d?%d?)\u{2009}(%d%d%d)%f[%D]",
      "%1,%2")
    line = line:gsub("[\xC2-\xF4][\x80-\xBF]+", plain)
  end
  if line:find("://", 1, true) then line = line:gsub("%a[%w+.-]*://[^%s)>]+", " ") end
  line = line:gsub("www%.[^%s)>]+", " ")
  line = line:gsub("%]%([^()]*%)", "]")
  if line:find("[^", 1, true) then line = line:gsub("%[%^[^%]%[]*%]", "") end
  return (line:gsub("\\(%p)", "%1"):gsub("[*`~_]+", function(marks)
    return marks == "~" and "~" or ""
  end))
end

-- What an item of a list begins with: a mark (some of other alphabets), "o", "1.", "(a)".
local bullets = { "^%s*[-+>]%s+", "^%s*%*%s+", "^%s*o%s+", "^%s*%d+[.)]%s+", "^%s*%(?%l[.)]%s+", "^%s*\u{2013}%s+" }
for _, mark in ipairs { "\u{2022}", "\u{25E6}", "\u{25AA}", "\u{2023}", "\u{B7}", "\u{25CF}", "\u{F0B7}" } do
  bullets[#bullets + 1] = "^%s*" .. mark .. "%s*"
end

-- What kind of line it is and its text: "blank", "heading", "item", "text".
local function classify(line)
  if not line:find "%S" then return "blank", "" end
  if line:find "^%s*#+%s" then return "heading", M.unmark(line:gsub("^%s*#+%s+", "")) end
  if not line:find "^%s*>%s?%d+%.?%d*%s?%%" then line = line:gsub("^%s*>+%s?", "") end
  for _, bullet in ipairs(bullets) do
    local _, last = line:find(bullet)
    if last then return "item", M.unmark(line:sub(last + 1)) end
  end
  return "text", M.unmark(line)
end

local joining = { of = true, the = true, ["in"] = true, all = true, these = true, total = true }

-- True if LINE goes on with the sentence of the line before it, which was broken to fit a width.
local function goes_on(before, line)
  if #before > max_line or not before:find "%S" then return false end
  local text = line:gsub("^%s+", "")
  if text:find "^[%l(]" then return true end
  local last = before:lower():match "([%a,(/%d]+)%s*$"
  if not last or not text:find "^%d" then return false end
  return last:find "[(/]$" ~= nil or joining[last] or #before >= 30 and last:find ",$" ~= nil
end

--- The lines of TEXT and the number of each; a very long one is cut at a space.
local function split(text)
  local lines, number_of, number = {}, {}, 0
  text = text:gsub("^\u{FEFF}", ""):gsub("\r\n", "\n"):gsub("\r", "\n")
  for line in (text .. "\n"):gmatch "([^\n]*)\n" do
    number = number + 1
    while #line > max_line do
      local last = line:sub(1, max_line):match "^.*()[%s]" or max_line
      lines[#lines + 1], number_of[#lines + 1] = line:sub(1, last), number
      line = line:sub(last + 1)
    end
    lines[#lines + 1], number_of[#lines + 1] = line, number
  end
  return lines, number_of
end

--- The blocks of TEXT: {kind, text, lines = {{offset, line number}, ...}}, a row also `cells` and `line_of`, the
-- line of each cell.
function M.blocks(text)
  local lines, number_of = split(text)
  local blocks, last, reader = {}, nil, rows.reader(lines, number_of)
  local i = 1
  while i <= #lines do
    local found, next_line = reader(i)
    if found then
      for _, row in ipairs(found) do
        last = { kind = "row", row = row }
        blocks[#blocks + 1] = last
      end
      i = next_line
    else
      local line, number = lines[i], number_of[i]
      local kind, plain_text = classify(line)
      if kind == "text" and last and (last.kind == "item" or last.kind == "text") and #last.text <= max_line
        and goes_on(last.last_line, plain_text) then
        last.lines[#last.lines + 1] = { #last.text + 1, number }
        last.text, last.last_line = last.text .. "\n" .. plain_text, plain_text
      else
        last = { kind = kind, text = plain_text, last_line = plain_text, lines = { { 0, number } } }
        blocks[#blocks + 1] = last
      end
      i = i + 1
    end
  end
  return blocks
end

return M
