--- Tables on paper and slides: widths of columns, and parts where a table is too wide.

local M = {}

local narrow = "[ilI|!.,:;'()%[%]fjrt ]"

--- How wide TEXT is, in ems of its size: Arial, or what stands in for it where there is none, more or less.
function M.width(text)
  local chars = utf8.len(text) or #text
  local _, thin = text:gsub(narrow, "")
  local _, wide = text:gsub("[MWmw%%@%u]", "")
  return chars * 0.61 - thin * 0.26 + wide * 0.14
end

-- The widest word of a text, which should not be broken: a short one with a hyphen, "2018-19", is one.
local function longest(text)
  local most = 0
  for word in text:gmatch "%S+" do
    if #word <= 12 then
      most = math.max(most, M.width(word))
    else
      for part in word:gmatch "[^%-]+%-?" do most = math.max(most, math.min(M.width(part), 14)) end
    end
  end
  return most
end

-- The least and the best width of a column of these texts, in ems.
local function needs(texts, bold)
  local least, best = 0, 0
  for i, text in ipairs(texts) do
    local more = (i == 1 and bold) and 1.08 or 1
    least, best = math.max(least, longest(text) * more), math.max(best, math.min(M.width(text) * more, 45))
  end
  return least + 1.4, best + 2.2
end

local function column_texts(head, rows, c)
  local texts = { head[c] }
  for i, row in ipairs(rows) do texts[i + 1] = row[c] or "" end
  return texts
end

-- Shares of ROOM for the columns COLS: each its least, what is over by how much each would like.
local function share(cols, least, best, room)
  local used, wish = 0, 0
  for _, c in ipairs(cols) do used, wish = used + least[c], wish + math.max(0, best[c] - least[c]) end
  local over, widths = math.max(0, room - used), {}
  for i, c in ipairs(cols) do
    local more = wish > 0 and math.min(1, over / wish) * math.max(0, best[c] - least[c]) or 0
    widths[i] = least[c] + more
  end
  return widths
end

-- Column by column how much room must be there for it to begin in this part: that of all that belong together, which
-- TOGETHER(c) says of c and the column before it.
local function needed(widths, room, together)
  local need = {}
  for c = #widths, 2, -1 do
    local more = together and c < #widths and together(c + 1) and need[c + 1] or 0
    need[c] = widths[c] + more
  end
  for c = 2, #widths do
    if need[c] > room or together and together(c) then need[c] = widths[c] end
  end
  return need
end

-- The columns in parts of at most ROOM, the first column in each.
local function split(least, need, room)
  local parts, cols, used = {}, { 1 }, least[1]
  for c = 2, #least do
    if used + need[c] > room and #cols > 1 then
      parts[#parts + 1], cols, used = cols, { 1 }, least[1]
    end
    cols[#cols + 1], used = c, used + least[c]
  end
  parts[#parts + 1] = cols
  return parts
end

--- A table of HEAD and ROWS (texts; column 1 names the rows) in parts no wider than ROOM ems: a list of { cols = the
-- columns of each, the first of them 1; widths = in ems; total = their sum }.  TOGETHER(c), if given, says whether
-- column c belongs to the one before it.
function M.parts(head, rows, room, together)
  local least, best = {}, {}
  for c = 1, #head do least[c], best[c] = needs(column_texts(head, rows, c), true) end
  least[1] = math.max(least[1], math.min(best[1], room * 0.28))
  least[1] = math.min(least[1], room * 0.5)
  for c = 2, #head do least[c] = math.min(least[c], room - least[1]) end
  local need = needed(least, room - least[1], together)
  local parts = split(least, need, room)
  for less = room - 1, least[1] + 1, -1 do -- as many, but of more even width
    local even = #parts > 1 and split(least, need, less) or {}
    if #even ~= #parts then break end
    parts = even
  end
  for i, list in ipairs(parts) do
    local widths, total = share(list, least, best, room), 0
    for _, width in ipairs(widths) do total = total + width end
    parts[i] = { cols = list, widths = widths, total = total }
  end
  return parts
end

--- The texts of LIST in these columns.
function M.pick(list, cols)
  local out = {}
  for i, c in ipairs(cols) do out[i] = list[c] or "" end
  return out
end

--- The lines that TEXT takes in a column of WIDTH ems.
function M.lines(text, width)
  local room, used, lines = math.max(width - 1, 1), 0, 1
  for word in text:gmatch "%S+" do
    local w = M.width(word)
    if used > 0 and used + 0.3 + w > room then lines, used = lines + 1, 0 end
    if w > room then
      local more = math.ceil(w / room) - 1
      lines, used = lines + more, w - more * room
    else
      used = used + (used > 0 and 0.3 or 0) + w
    end
  end
  return lines
end

--- Texts of a sheet (sheet.lua): the heads, and a list of rows.
function M.texts(sheet)
  local head, rows = { sheet.stub and sheet.stub ~= "" and sheet.stub or " " }, {}
  for i, column in ipairs(sheet.columns) do head[i + 1] = column.label end
  for i, r in ipairs(sheet.rows) do
    local row = { ("\u{2003}"):rep((r.depth or 1) - 1) .. r.label }
    for c = 1, #sheet.columns do row[c + 1] = r.cells[c] and r.cells[c].text or "" end
    rows[i] = row
  end
  return head, rows
end

--- For M.parts: which columns of a sheet print the same column of its table.
function M.together(sheet)
  return function(c)
    local one, before = sheet.columns[c - 1], sheet.columns[c - 2]
    return before and one.column == before.column
  end
end

--- What is said of a sheet: its base, measure and selection in one line, nil for nothing.
function M.about(sheet)
  local parts = {}
  for _, text in ipairs { sheet.base or "", sheet.measure or "", sheet.selection or "" } do
    if text ~= "" then parts[#parts + 1] = text end
  end
  return #parts > 0 and table.concat(parts, "; ") or nil
end

--- Passages (render/passages.lua) as a head and rows of a table of texts: row, column, passage, where it stands.
function M.passages(quotes)
  local head, rows, several = { quotes.stub or "Theme", "Passage", "Where" }, {}, #quotes.columns > 1
  for _, row in ipairs(quotes.rows) do
    for c, cell in ipairs(row.cells) do
      local label = row.label .. (several and ", " .. quotes.columns[c] or "")
      for _, p in ipairs(cell) do
        local where = { p.review .. " " .. p.finding, p.source, p.at }
        if not p.source and p.at then where[2] = p.at end
        rows[#rows + 1] = { label, p.text or "(no text)", table.concat(where, ", ") }
      end
      if cell.total == 0 then rows[#rows + 1] = { label, "none", "" } end
      if cell.total > #cell then rows[#rows + 1] = { label, ("%d more"):format(cell.total - #cell), "" } end
    end
  end
  return head, rows
end

return M
