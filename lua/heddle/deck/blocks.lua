--- The lines of a deck as blocks: headings, items of lists, rows of tables, texts.

local text = require "heddle.deck.text"

local trim = text.trim

local M = {}

local marks = { "-", "*", "+", "•", "‣", "▪", "■", "□", "●", "○", "◦", "·", "∙", "⁃", "–", "—", "‒", "►", "▶", "➢", "➤",
  "❖", "◆", "◇", "❑", "❒", "✓", "✔", "»", "§", "o" }
local inner_marks, dashes = text.set "o ○ ◦", text.set "- – —"
local numbers = { "^%(?%d%d?%d?[.)]%s+()", "^%d+%.%d+%.?%s+()" }
local letters = { "^%(?%a[.)]%s+()", "^%(?[ivx]+[.)]%s+()" }
local digits = { [numbers[1]] = true, [numbers[2]] = true }

-- A bullet or numbered item: its mark and text.
function M.bullet(s)
  for _, mark in ipairs(marks) do
    local rest = s:sub(1, #mark) == mark and s:sub(#mark + 1)
    local close = #mark > 1 and rest and rest:find("%S") or mark == "-" and rest and rest:find("^%u")
    if rest and (rest:find("^%s+%S") or close) then return mark, trim(rest) end
  end
  local symbol, behind = s:match("^\239[\128-\131][\128-\191]%s*()(%S.*)$") -- a bullet of an office font
  if symbol then return "•", behind end
  for _, forms in ipairs { numbers, letters } do
    for _, form in ipairs(forms) do
      local at = s:match(form)
      if at then return form, s:sub(at) end
    end
  end
end

local function split_row(s)
  local cells = {}
  s = s:gsub("\\|", "\1"):gsub("^%s*|", ""):gsub("|%s*$", "")
  for cell in (s .. "|"):gmatch("([^|]*)|") do cells[#cells + 1] = trim((cell:gsub("\1", "|"))) end
  return cells
end

-- What is printed at the head or foot of every page.
local markings = { official = true, ["official sensitive"] = true, restricted = true, confidential = true,
  protect = true, draft = true }

-- A slide's or page's own line: its number, and the title that stands behind it.
local function page_of(s)
  if #s > 200 then return nil end
  local low = s:lower():gsub("^[-=%s]+", ""):gsub("[-=%s]+$", "")
  local number = low:match("^slide:? (%d+)$") or low:match("^slide number:? (%d+)$")
    or low:match("^slide (%d+) of %d+$")
  if number then return "slide", number end
  if low:find("^page %d+$") or low:find("^page %d+ of %d+$") or low:find("^%d+ | page$") then return "page" end
  local title = s:match("^[Ss][Ll][Ii][Dd][Ee] %d+%s*[:|-]%s*(%S.*)$")
    or s:match("^[Ss]lide %d+%s*\226\128[\144-\149]%s*(%S.*)$")
  if title then return "title", title end
end

-- What some tools put on top: title and date of the file; and the line behind it.
local function front_matter(lines)
  local meta = {}
  if lines[1] ~= "---" then return meta, 1 end
  for i = 2, #lines do
    if lines[i] == "---" or lines[i] == "..." then return meta, i + 1 end
    local key, value = lines[i]:match("^(%a+):%s*[\"']?(.-)[\"']?%s*$")
    if key then meta[key:lower()] = value end
  end
  return {}, 1
end

-- Comments become empty; the lines that they stand on stay.
local function without_comments(s)
  local parts, from = {}, 1
  local first, last = s:find("<!--", 1, true)
  while first do
    local _, behind = s:find("-->", last + 1, true)
    if not behind then break end
    parts[#parts + 1] = s:sub(from, first - 1)
    parts[#parts + 1] = s:sub(first, behind):gsub("[^\n]", "")
    from = behind + 1
    first, last = s:find("<!--", from, true)
  end
  return table.concat(parts) .. s:sub(from)
end

local function lines_of(document)
  local lines = {}
  document = document:gsub("^\239\187\191", ""):gsub("\r\n?", "\n"):gsub("\194\160", " "):gsub("\226\128\139", "")
  document = document:gsub("\194\173", "") -- soft hyphens
  document = document:gsub("\226\128\168", " ") -- a line break within a slide's text, as \11 is
  document = document:gsub("\27%[[%d;]*%a", "") -- colours of a terminal
  document = document:gsub("[\0-\8\11-\31\127]", " "):gsub("\194[\128-\159]", " ")
  document = without_comments(document:gsub("data:[%w/.+-]+;base64,[%w+/=]+", "")) -- pictures within the text
  for line in (document .. "\n"):gmatch("(.-)\n") do
    line = line:gsub("\t", "    "):gsub("([^\\])\\$", "%1")
    lines[#lines + 1] = line:find("%a") and line:gsub("(%S) %-%-%-? ", "%1 – ") or line
  end
  return lines
end

local scan = {}
scan.__index = scan

function scan:add(block, i, s)
  block.line, block.text, block.gap, block.slide = i, s, self.was_blank, self.slide
  self.slide = nil
  self.out[#self.out + 1] = block
  if block.kind ~= "item" then self.stack = {} end
  if block.kind ~= "row" then self.header = nil end
end

-- Whether an item with this mark is below one with the other also without more indent: a circle or dash
-- below a bullet or number, a letter below a number.
function scan:is_inner(mark, upper)
  if inner_marks[mark] then return not inner_marks[upper] end
  if dashes[mark] then return not self.was_blank and not dashes[upper] and not inner_marks[upper] and upper ~= "*" end
  return digits[upper] ~= nil and (mark == letters[1] or mark == letters[2])
end

function scan:item(i, indent, mark, s)
  local stack = self.stack
  while #stack > 0 and indent < stack[#stack].indent + 2 and
    not (indent >= stack[#stack].indent and self:is_inner(mark, stack[#stack].mark)) do
    stack[#stack] = nil
  end
  self:add({ kind = "item", depth = #stack, above = stack[1] and stack[1].line, mark = mark,
    indent = indent }, i, s)
  stack[#stack + 1] = { indent = indent, mark = mark, line = i }
end

-- The words of "## Findings ##" and of "## Findings {#findings .title}".
local function heading_text(s)
  s = s:gsub("^#+%s*", ""):gsub("%s*{[#.-][^{}]*}$", "")
  local bare = s:match("^(.-)#*$")
  return bare:find("%s$") and trim(bare) or s
end

-- A line under a text makes it a heading; alone it is a rule.
function scan:rule(i, s)
  local last = self.out[#self.out]
  if (s:find("^==+$") or s:find("^%-%-+$")) and last and last.kind == "text" and last.line == i - 1 then
    last.kind, last.level, self.out.marked = "heading", s:find("=") and 1 or 2, true
  end
  self.stack = {}
end

function scan:row(i, s)
  local last = self.out[#self.out]
  last = last and last.kind == "row" and last.line == i - 1 and last or nil
  if s:find("^[|:%s-]+$") then
    self.header = self.header or last and last.cells or nil
    if last then self.out[#self.out] = nil end
  else
    self:add({ kind = "row", cells = split_row(s), header = self.header }, i, s)
  end
end

-- The fences of a converter's blocks (":::: {.columns}"); what it has of the speaker's notes is left out: true if
-- the line is such a one.
function scan:fence(s)
  local what = s:match("^:::+%s*(.*)$")
  if what then self.notes = what:find("^{?%.?notes%f[%W]") ~= nil end
  return what ~= nil or self.notes
end

-- Slides' and pages' own lines, numbers alone on a line, notes at the foot: true if the line is one.
function scan:furniture(i, s)
  local what, value = page_of(s:gsub("^#+%s*", ""))
  if what == "title" then
    self:add({ kind = "heading", level = #(s:match("^#+") or "#") }, i, value)
    self.out.marked = self.out.marked or s:find("^#") ~= nil
  elseif what == "slide" then
    self.slide, self.number, self.out.slides, self.stack = true, value, true, {}
  elseif s:find("^%d%d?%d?$") or s:find("^%d%d?%d?%.?%d*%s*%%$") then
    if s ~= self.number then self:add({ kind = "number" }, i, s) end
  elseif not what and not markings[text.fold(s)] and not s:find("^%[%^[^%]]+%]:") then
    return false
  end
  return true
end

function scan:line(i, raw, next_line)
  local s = trim(raw)
  local indent = #raw:match("^%s*")
  local mark, item = M.bullet(s)
  local last = self.out[#self.out]
  if not self.fenced and (self:fence(s) or s:find("^%+[-=:+]+%+$")) then
    self.was_blank, self.stack = true, {}
    return
  elseif s ~= "" and not self.fenced and self:furniture(i, s) then
    self.was_blank = false
    return
  elseif s:find("^```") then
    self.fenced = not self.fenced
  elseif s == "" or self.fenced then
    self.was_blank, self.header = true, nil
    return
  elseif s:find("^#+%s") or s:find("^#+$") then
    self:add({ kind = "heading", level = #s:match("^#+") }, i, heading_text(s))
    self.out.marked = true
  elseif s:find("^[=_*%s-]+$") then
    self:rule(i, s)
  elseif s:find("^|") or self.header and s:find("|") or next_line:find("^[|: -]*%-%-+[|: -]*$") and s:find("|") then
    self:row(i, s)
  elseif mark then
    self:item(i, indent, mark, item)
  elseif last and not self.was_blank and last.line < i and not self.slide and
    (last.kind == "item" and (indent >= 2 or s:find("^%l")) or last.kind == "text" and s:find("^%l")) then
    last.text = last.text .. " " .. s
  else
    self:add({ kind = "text" }, i, s)
  end
  self.was_blank = false
end

-- The lines of the text as blocks: { kind, line, text (with its markup), gap (whether a blank line is before it),
-- slide (whether it begins one), ... } where kind is heading (level), item (depth, indent, mark, above: the line of its
-- outermost parent), row (cells, header), number (one alone on its line) or text.  The list has `marked` (whether
-- headings are) and `slides`; the second result is what stood on top, by lower-case key.
function M.read(document)
  local lines = lines_of(document)
  local meta, start = front_matter(lines)
  local self = setmetatable({ out = {}, stack = {}, was_blank = true }, scan)
  for i = start, #lines do
    self:line(i, lines[i]:gsub("^%s*>%s?", ""), trim(lines[i + 1] or ""))
  end
  return self.out, meta
end

return M
