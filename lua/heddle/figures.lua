--- The figures a document prints: every count with its base and percentage ("64%** 18/30 were",
-- "18 of 30 (60%)", neighbouring cells of a table).  Pure: a text gives a list, nothing is read or
-- written.  token.lua finds the numbers, match.lua pairs them, grid.lua reads tables.

local grid = require "heddle.figures.grid"
local match = require "heddle.figures.match"
local token = require "heddle.figures.token"

local M = {}

local max_label = 300 -- bytes of a line that can be a label and its figure
local max_line = 8000 -- bytes of a line that are looked at together: a longer one is read in pieces

-- Signs that mean the same as a plain one.
local plain = {
  { "\u{A0}", " " }, { "\u{2007}", " " }, { "\u{2009}", " " }, { "\u{202F}", " " }, { "\u{200B}", "" },
  { "\u{2010}", "-" }, { "\u{2011}", "-" }, { "\u{2012}", "-" }, { "\u{2013}", "-" }, { "\u{2014}", "-" },
  { "\u{2212}", "-" }, { "\u{2044}", "/" }, { "\u{2215}", "/" }, { "\u{FF05}", "%%" }, { "\u{66A}", "%%" },
  { "\u{2248}", "~" }, { "\u{2264}", "<" }, { "\u{2265}", ">" }, { "\u{A3}", "$" }, { "\u{20AC}", "$" },
  { "&nbsp;", " " }, { "&percnt;", "%%" }, { "&#37;", "%%" }, { "&frasl;", "/" }, { "&ndash;", "-" },
  { "&mdash;", "-" },
}

-- The text of a line without markup, addresses and footnote marks.
local function unmark(line)
  if line:find "[\128-\255&]" then
    for _, pair in ipairs(plain) do line = line:gsub(pair[1], pair[2]) end
  end
  if line:find("-->", 1, true) then line = line:gsub("<!%-%-.-%-%->", " ") end
  line = line:gsub("<su[pb]>[%d,%s%*]*</su[pb]>", ""):gsub("</?%a[^<>]*>", " ")
  line = line:gsub("%a[%w+.-]*://[^%s)>]+", " "):gsub("www%.[^%s)>]+", " ")
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
  if line:find "^%s*#+%s" then return "heading", unmark(line:gsub("^%s*#+%s+", "")) end
  line = line:gsub("^%s*>+%s?", "")
  for _, bullet in ipairs(bullets) do
    local _, last = line:find(bullet)
    if last then return "item", unmark(line:sub(last + 1)) end
  end
  return "text", unmark(line)
end

-- True if LINE goes on with the sentence of the line before it, which was broken to fit a width.
local function goes_on(before, line, indented)
  if not indented and #before < 50 then return false end
  if #before > max_line then return false end
  local text = line:gsub("^%s+", "")
  if text:find "^[%l(]" then return true end
  local last = before:lower():match "([%a,(/%d]+)%s*$"
  return text:find "^%d" ~= nil and last ~= nil and (last:find "[,(/]$" ~= nil or last == "of" or last == "the")
end

-- Lines joined where a sentence was broken: {kind, text, lines = {{offset, line number}, ...}}.
local function blocks_of(lines, number_of)
  local blocks, last = {}, nil
  for i, line in ipairs(lines) do
    local number = number_of[i]
    local kind, text = classify(line)
    if kind == "text" and last and (last.kind == "item" or last.kind == "text")
      and #last.text <= max_line and goes_on(last.last_line, text, last.kind == "item" and line:find "^%s" ~= nil) then
      last.lines[#last.lines + 1] = { #last.text + 1, number }
      last.text, last.last_line = last.text .. "\n" .. text, text
    elseif grid.is_row(line) then
      last = { kind = "row", text = line, lines = { { 0, number } } }
      blocks[#blocks + 1] = last
    else
      last = { kind = kind, text = text, last_line = text, lines = { { 0, number } } }
      blocks[#blocks + 1] = last
    end
  end
  return blocks
end

local function line_at(block, offset)
  local line = block.lines[1][2]
  for _, start in ipairs(block.lines) do
    if start[1] < offset then line = start[2] end
  end
  return line
end

-- What is left of the text beside the pair, when that is one run of words.
local function label_of(read, pair)
  if #read.text > max_label then return nil end
  local left = read.text:sub(1, pair[1].first - 1)
  local right = read.text:sub(pair[2].last + 1)
  local middle = read.text:sub(pair[1].last + 1, pair[2].first - 1)
  local parts = {}
  for _, part in ipairs { left, middle, right } do
    part = part:gsub("\n", " "):gsub("^[%s%p]+", ""):gsub("[%s%p]+$", "")
    if part ~= "" then parts[#parts + 1] = part end
  end
  return #parts == 1 and parts[1] or nil
end

local function figure(line, read, pair)
  local count, percent = pair[1], pair[2]
  if count.kind == "percent" then count, percent = percent, count end
  return { line = line, n = count.n, of = count.of, percent = percent.text, decimals = percent.decimals,
    hedge = percent.hedge, printed = match.describe(read, pair) }
end

-- ---- a percentage on a line of its own ----

local function lone(block)
  local read, left = block.read, block.left
  if not read or #left ~= 1 or block.paired then return nil end
  local t = left[1]
  if t.kind == "count" then return t.n <= t.of and "count" or nil end
  local rest = read.text:sub(1, t.first - 1) .. read.text:sub(t.last + 1)
  return not rest:find "%w" and "percent" or nil
end

-- Runs of lines that hold a count and a percentage in turn: the first of the run says which comes first.
local function across_lines(blocks, add)
  local waiting, silent = nil, 0
  for _, block in ipairs(blocks) do
    local kind = block.read and lone(block)
    if block.kind == "heading" or block.paired or block.left and #block.left > 0 and not kind then
      waiting = nil
    elseif kind then
      if waiting and waiting.kind ~= kind and (waiting.kind == "percent" or kind == "percent") then
        add(waiting.block, block)
        waiting = nil
      else
        waiting = { kind = kind, block = block }
      end
      silent = 0
    elseif block.kind ~= "blank" then
      silent = silent + 1
      if silent > 1 then waiting = nil end
    end
  end
end

local function split(text)
  local lines = {}
  text = text:gsub("^\u{FEFF}", ""):gsub("\r\n", "\n"):gsub("\r", "\n")
  local number_of = {}
  local number = 0
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

-- The pairs of a block that is no table.
local function read_block(block, group, add)
  local read = token.read(block.text)
  local found, left = match.pairs(read)
  block.left, block.paired = left, #found > 0
  block.read = #left == 1 and read or nil
  for _, pair in ipairs(found) do
    local f = figure(line_at(block, pair[1].first), read, pair)
    if #found == 1 and #left == 0 and not pair.outright then f.label = label_of(read, pair) end
    f.group = group
    add(f)
  end
end

--- Every printed pair of TEXT in order: {line, n, of, percent = the digits as printed, decimals,
-- printed = the pair alone, hedge = "about" | "over" | "under" or nil, label = what it is a share of, where
-- that is plain, group = a number shared by the pairs of one list or table}.
function M.pairs(text)
  local blocks = blocks_of(split(text))
  local list, group, rows = {}, 0, {}
  local function add(f)
    f.order = #list + 1
    list[#list + 1] = f
  end
  local function end_rows()
    if #rows > 0 then
      group = group + 1
      for _, f in ipairs(grid.pairs(rows, unmark)) do
        f.group = group
        add(f)
      end
      rows = {}
    end
  end
  local before, blank
  for _, block in ipairs(blocks) do
    if block.kind == "row" then
      rows[#rows + 1] = { line = block.lines[1][2], text = block.text }
    else
      end_rows()
    end
    if block.kind == "blank" then
      blank = true
    else
      if block.kind ~= before or block.kind == "heading" or blank and block.kind == "text" then group = group + 1 end
      if block.kind ~= "row" then read_block(block, group, add) end
      before, blank = block.kind, false
    end
  end
  end_rows()
  across_lines(blocks, function(a, b)
    local read = { text = a.text .. "\n" .. b.text }
    local first, second = a.left[1], b.left[1]
    local moved = {}
    for k, v in pairs(second) do moved[k] = v end
    moved.first, moved.last = second.first + #a.text + 1, second.last + #a.text + 1
    add(figure(a.lines[1][2], read, { first, moved }))
  end)
  table.sort(list, function(a, b)
    if a.line ~= b.line then return a.line < b.line end
    return a.order < b.order
  end)
  return list
end

return M
