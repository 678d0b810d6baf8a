--- A sheet (report/sheet.lua) as a table of HTML, with its base above it, its notes and the key of its symbols below.

local escape = require "heddle.report.html.escape"
local evidence = require "heddle.report.html.evidence"

local M = {}

local MAX_DEPTH, WIDE = 6, 9

local function paragraphs(out, class, list)
  for _, text in ipairs(list or {}) do out[#out + 1] = ('<p class="%s">%s</p>'):format(class, escape(text)) end
end

--- What stands above the numbers of SHEET besides their title, as one text; "" for nothing.
function M.about(sheet)
  local parts = {}
  for _, text in ipairs { sheet.base or "", sheet.measure or "", sheet.selection or "" } do
    if text ~= "" then parts[#parts + 1] = text end
  end
  return table.concat(parts, "; ")
end

-- One line of headings.  A heading that the line below repeats over the same columns stands once, over both.
local function head_line(out, sheet, h, covered)
  out[#out + 1] = "<tr>"
  if h == 1 then
    out[#out + 1] = ('<th scope="col" class="t"%s>%s</th>'):format(
      #sheet.heads > 1 and (' rowspan="%d"'):format(#sheet.heads) or "", escape(sheet.stub or ""))
  end
  local at = 1
  local function blank(to)
    if to >= at then out[#out + 1] = ('<td colspan="%d"></td>'):format(to - at + 1) end
    at = to + 1
  end
  for _, head in ipairs(sheet.heads[h]) do
    if not covered[head.first] then
      blank(head.first - 1)
      local span, rows = head.last - head.first + 1, 1
      if span == 1 then
        while M.repeated(sheet.heads[h + rows], head) do rows = rows + 1 end
        if rows > 1 then covered[head.first] = true end
      end
      if head.label == "" then
        blank(head.last)
      else
        local left = span == 1 and sheet.columns[head.first].left
        out[#out + 1] = ('<th scope="%s"%s%s class="%s">%s</th>'):format(span > 1 and "colgroup" or "col",
          span > 1 and (' colspan="%d"'):format(span) or "", rows > 1 and (' rowspan="%d"'):format(rows) or "",
          span > 1 and "span" or left and "t" or "num", escape(head.label))
      end
    end
    at = head.last + 1
  end
  out[#out + 1] = "</tr>"
end

-- Whether LINE has HEAD again.
function M.repeated(line, head)
  for _, other in ipairs(line or {}) do
    if other.first == head.first then return other.last == head.last and other.label == head.label end
  end
  return false
end

local function add_head(out, sheet)
  out[#out + 1] = "<colgroup></colgroup>"
  for _, head in ipairs(sheet.heads[1]) do
    out[#out + 1] = ('<colgroup span="%d"></colgroup>'):format(head.last - head.first + 1)
  end
  out[#out + 1] = "<thead>"
  local covered = {}
  for h = 1, #sheet.heads do head_line(out, sheet, h, covered) end
  out[#out + 1] = "</thead>"
end

-- "of 30, Hidden significant adults, Hartlepool": what the number of a cell counts, in words.
local function about_cell(block, row, cell)
  local frame = block.frame
  local of = frame and frame.rows[row.row]
  local parts = { row.label }
  local N = of and of.N and of.N[cell.column]
  if frame and frame.two_way and frame.columns[cell.column] then parts[2] = frame.columns[cell.column].label end
  local words = table.concat(parts, ", ")
  return row.kind ~= "base" and N and ("of %d, %s"):format(N, words) or words
end

local shares = { percent = true, ["n/N"] = true }

-- The cell of each column of the frame that leads to what is behind it: the count, or else the first number.  Where
-- the measures of one group are columns of their own, its count stands for them.
local function linked(block, row)
  local sheet, places, counts = block.sheet, {}, false
  for _, column in ipairs(sheet.columns) do counts = counts or column.measure == "n" end
  counts = counts and block.frame ~= nil and not block.frame.two_way
  for i, cell in ipairs(row.cells) do
    local column = sheet.columns[i]
    local repeats = counts and shares[(column.measure or ""):match("^%S*")]
    if cell.number and cell.number ~= 0 and not repeats and (not places[cell.column] or
        column.measure == "n" and sheet.columns[places[cell.column]].measure ~= "n") then
      places[cell.column] = i
    end
  end
  return places
end

local function add_row(out, block, row, pool)
  local sheet, place = block.sheet, block.place
  local depth = math.min(row.depth or 1, MAX_DEPTH)
  local class = depth > 1 and (' class="d%d"'):format(depth) or ""
  local kind = row.kind and row.kind ~= "value" and (' class="%s"'):format(escape(row.kind)) or ""
  out[#out + 1] = ('<tr%s><th scope="row"%s>%s</th>'):format(kind, class, escape(row.label))
  local places = pool.open and block.behind and linked(block, row) or {}
  for i, cell in ipairs(row.cells) do
    local inner
    if places[cell.column] == i then
      inner = evidence.link(pool, cell.text, about_cell(block, row, cell), place, function()
        return block.behind(row.row, cell.column)
      end)
    end
    local left = sheet.columns[i] and sheet.columns[i].left
    local symbol = cell.state and cell.state ~= "value"
    local classes = left and symbol and ' class="t s"' or left and ' class="t"' or symbol and ' class="s"' or ""
    out[#out + 1] = ("<td%s>%s</td>"):format(classes, inner or escape(cell.text))
  end
  out[#out + 1] = "</tr>"
end

local function add_body(out, block, pool)
  local sheet = block.sheet
  out[#out + 1] = "<tbody>"
  for r, row in ipairs(sheet.rows) do
    if row.kind == "heading" then
      if r > 1 then out[#out + 1] = "</tbody>\n<tbody>" end
      out[#out + 1] = ('<tr class="heading"><th scope="rowgroup" colspan="%d">%s</th></tr>'):format(
        #sheet.columns + 1, escape(row.label))
    else
      add_row(out, block, row, pool)
    end
  end
  out[#out + 1] = "</tbody>"
end

--- Adds to OUT the table of BLOCK: { id=, name = "Table 1", title=, sheet=, frame=, behind=, place = "table 1" }.
function M.add(out, block, pool)
  local sheet = block.sheet
  local about, wide = M.about(sheet), #sheet.columns > WIDE
  out[#out + 1] = ('<div class="table%s" id="%s">'):format(wide and " wide" or "", block.id)
  out[#out + 1] = ('<div class="scroll" role="group" tabindex="0" aria-labelledby="%s-title">'):format(block.id)
  out[#out + 1] = ('<table>\n<caption><span id="%s-title"><strong>%s. %s</strong>%s</span></caption>'):format(block.id,
    block.name, escape(block.title), about ~= "" and ' <span class="about">' .. escape(about) .. "</span>" or "")
  add_head(out, sheet)
  add_body(out, block, pool)
  out[#out + 1] = "</table>\n</div>"
  paragraphs(out, "below", sheet.notes)
  paragraphs(out, "below key", sheet.key)
  out[#out + 1] = "</div>"
end

return M
