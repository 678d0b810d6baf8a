--- The lines of a deck as blocks: headings, items of lists, rows of tables, texts.

local text = require "heddle.deck.text"

local trim = text.trim

local M = {}

local marks = { "-", "*", "+", "•", "‣", "▪", "■", "●", "○", "◦", "·", "–", "—", "►", "➢", "✓", "✔",
  "\u{F0B7}", "\u{F0A7}", "§", "o" }
local inner_marks = text.set "o ○ ◦"

-- A bullet or numbered item: its mark and text.
function M.bullet(s)
  for _, mark in ipairs(marks) do
    local rest = s:sub(1, #mark) == mark and s:sub(#mark + 1)
    if rest and (rest:find("^%s+%S") or #mark > 1 and rest:find("%S")) then return mark, trim(rest) end
  end
  for _, form in ipairs { "^%(?%d%d?%d?[.)]%s+()", "^%d+%.%d+%.?%s+()", "^%(?%a[.)]%s+()", "^%(?[ivx]+[.)]%s+()" } do
    local at = s:match(form)
    if at then return form, s:sub(at) end
  end
end

local function split_row(s)
  local cells = {}
  s = s:gsub("\\|", "\1"):gsub("^%s*|", ""):gsub("|%s*$", "")
  for cell in (s .. "|"):gmatch("([^|]*)|") do cells[#cells + 1] = trim((cell:gsub("\1", "|"))) end
  return cells
end

-- The lines of the text as blocks: { kind, line, text (with its markup), ... } where kind is
-- heading (level), item (depth, above: the line of its parent), row (cells, header) or text.
function M.read(document)
  local lines, out = {}, {}
  document = document:gsub("^\239\187\191", ""):gsub("\r\n?", "\n"):gsub("\194\160", " "):gsub("\226\128\139", "")
  document = document:gsub("<!%-%-.-%-%->", function(s) return (s:gsub("[^\n]", "")) end)
  for line in (document .. "\n"):gmatch("(.-)\n") do lines[#lines + 1] = line:gsub("\t", "    ") end
  local stack, header, fenced, was_blank, start = {}, nil, false, true, 1
  if lines[1] == "---" then -- what some tools put on top: title and date of the file
    for i = 2, #lines do
      if lines[i] == "---" then start = i + 1 break end
    end
  end
  local function add(block, i, s)
    block.line, block.text = i, s
    out[#out + 1] = block
    if block.kind ~= "item" then stack = {} end
    if block.kind ~= "row" then header = nil end
  end
  local function add_item(i, indent, mark, s)
    while #stack > 0 and indent < stack[#stack].indent + 2 and
      not (inner_marks[mark] and not inner_marks[stack[#stack].mark] and indent >= stack[#stack].indent) do
      stack[#stack] = nil
    end
    add({ kind = "item", depth = #stack, above = stack[1] and stack[1].line }, i, s)
    stack[#stack + 1] = { indent = indent, mark = mark, line = i }
  end
  for i = start, #lines do
    local raw = lines[i]:gsub("^%s*>%s?", "")
    local s = trim(raw)
    local indent = #raw:match("^%s*")
    local next_line = lines[i + 1] and trim(lines[i + 1]) or ""
    local mark, item = M.bullet(s)
    local last = out[#out]
    if s:find("^```") then
      fenced = not fenced
    elseif s == "" or fenced then
      was_blank = true
      header = nil
    elseif s:find("^#+%s") or s:find("^#+$") then
      add({ kind = "heading", level = #s:match("^#+") }, i, (s:gsub("^#+%s*", ""):gsub("%s+#+$", "")))
    elseif s:find("^[=_*%s-]+$") then
      -- A line under a text makes it a heading; alone it is a rule.
      if s:find("^==+$") or s:find("^%-%-+$") then
        if last and last.kind == "text" and last.line == i - 1 then
          last.kind, last.level = "heading", s:find("=") and 1 or 2
        end
      end
      stack = {}
    elseif s:find("^|") or header and s:find("|") or next_line:find("^[|: -]*%-%-+[|: -]*$") and s:find("|") then
      local cells = split_row(s)
      if s:find("^[|:%s-]+$") then
        header = header or last and last.kind == "row" and last.line == i - 1 and last.cells or nil
        if last and last.kind == "row" and last.line == i - 1 then out[#out] = nil end
      else
        add({ kind = "row", cells = cells, header = header }, i, s)
      end
    elseif mark then
      add_item(i, indent, mark, item)
    elseif last and not was_blank and last.line < i and
      (last.kind == "item" and (indent >= 2 or s:find("^%l")) or last.kind == "text" and s:find("^%l")) then
      last.text = last.text .. " " .. s
    else
      add({ kind = "text" }, i, s)
    end
    if s ~= "" then was_blank = false end
  end
  return out
end

return M
