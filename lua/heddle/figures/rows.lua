--- The rows of tables in a text and their cells: kept apart by "|" or tabs; by commas, semicolons or several spaces
-- below a line of headings that names a count and a percentage; or marked up as HTML.

local columns = require "heddle.figures.columns"

local M = {}

local max_cells = 100 -- of a row; the rest is not read
local max_row_lines = 200 -- of one HTML row
local max_heading = 60 -- bytes of a heading

--- True if LINE is a row of a table by its own marks.
local function is_marked(line)
  local _, bars = line:gsub("|", "")
  local _, tabs = line:gsub("^%s+", ""):gsub("%S\t+%f[%S]", "")
  return bars >= 2 or bars == 1 and line:find "%S%s+|%s+%S" ~= nil or tabs >= 2
    or line:find "^%s*%+[-=+]+%+%s*$" ~= nil
end

--- True if the text of a row is a rule below headings.
local function is_rule(text)
  return text:find "%-" ~= nil and not text:find "[^%s|:%-+=]" or text:find "^%s*%+[=+]+%+%s*$" ~= nil
end

local function collect(text, pattern)
  local cells = {}
  for cell in text:gmatch(pattern) do
    if #cells < max_cells then cells[#cells + 1] = cell end
  end
  return cells
end

local function marked_cells(line)
  if line:find "|" then
    line = line:gsub("\\|", "/"):gsub("^%s*|", ""):gsub("|%s*$", "")
    return collect(line .. "|", "([^|]*)|")
  end
  return collect(line .. "\t", "([^\t]*)\t")
end

-- The fields of a line of separated values; a quoted one may hold the separator.
local function separated(mark)
  return function(line)
    local cells, at = {}, 1
    while at <= #line + 1 and #cells < max_cells do
      local quoted, after = line:match('^%s*"([^"]*)"%s*()', at)
      if quoted and (after > #line or line:sub(after, after) == mark) then
        cells[#cells + 1], at = quoted, after + 1
      else
        local stop = line:find(mark, at, true) or #line + 1
        cells[#cells + 1], at = line:sub(at, stop - 1), stop + 1
      end
    end
    return cells
  end
end

local function spaced(line)
  return collect(line:gsub("^%s+", ""):gsub("%s+$", ""):gsub("%s%s+", "\t") .. "\t", "([^\t]*)\t")
end

local manners = { { ",", separated "," }, { ";", separated ";" }, { "  ", spaced } }

-- How the lines below LINE are kept apart, if LINE is one of headings: its cells and the function.
local function headings(line)
  if #line > 20 * max_heading or not (line:find "%%" or line:lower():find "per%s?cent") then return nil end
  for _, manner in ipairs(manners) do
    if line:find(manner[1], 1, true) then
      local cells = manner[2](line)
      local short = #cells > 1
      for _, cell in ipairs(cells) do short = short and #cell <= max_heading end
      if short and columns.name_a_pair(cells) then return cells, manner[2] end
    end
  end
end

-- One line of HTML, put into the rows found and the row and cell that are open.
local function html_line(open, line, number)
  for tag, text in ("<>" .. line):gmatch "<([^<>]*)>([^<]*)" do
    local name, row = tag:lower():match "^/?%a*", open.row
    if name == "tr" or name == "/tr" or name == "/table" then
      if row then open.found[#open.found + 1] = row end
      open.row = name == "tr" and { cells = {}, line_of = {}, header = true, line = number } or nil
      open.cell = nil
    elseif row and (name == "td" or name == "th") then
      open.cell = #row.cells < max_cells and #row.cells + 1 or nil
      if open.cell then row.cells[open.cell], row.line_of[open.cell] = text, number end
      row.header = row.header and name == "th"
    elseif name == "/td" or name == "/th" then
      open.cell = nil
    elseif open.cell then
      local mark = (name == "sup" or name == "/sup") and "<" .. tag .. ">" or " "
      row.cells[open.cell] = row.cells[open.cell] .. mark .. text
    end
  end
end

-- The rows of HTML that begin on line I, and the line after them; nil where no row ends.
local function html(lines, number_of, i)
  local open = { found = {} }
  for k = i, math.min(#lines, i + max_row_lines) do
    if k > i and lines[k]:find "<[tT][rR]%f[%A]" then
      open.found[#open.found + 1] = open.row
      return open.found, k
    end
    if not lines[k]:find "%S" then return nil end
    html_line(open, lines[k], number_of[k])
    if not open.row then
      if open.found[1] then open.found[1].before = lines[i]:match "^(.-)<[tT][rR]%f[%A]" end
      return open.found, k + 1
    end
  end
  return nil
end

--- A function that is given the number of a line, in rising order, and returns the rows that begin there and the
-- next line to read, or nil.  A row: {line, cells, line_of = line of each cell or nil, rule, header}.
function M.reader(lines, number_of)
  local cut, width
  return function(i)
    local line = lines[i]
    if line:find("<[tT][rR]%f[%A]") then
      local found, after = html(lines, number_of, i)
      if found then return found, after end
    elseif line:find "^%s*</?t%a+[^<>]*>%s*$" and not line:lower():find("</table", 1, true) then
      return {}, i + 1
    end
    if is_marked(line) then
      cut = nil
      return { { line = number_of[i], cells = marked_cells(line), rule = is_rule(line), text = line } }, i + 1
    end
    if cut then
      local cells = cut(line)
      if line:find "^[%s%-=]*%-%-[%s%-=]*$" then return {}, i + 1 end
      if #cells == width then return { { line = number_of[i], cells = cells } }, i + 1 end
      cut = nil
    end
    local cells
    cells, cut = headings(line)
    if cells then
      width = #cells
      return { { line = number_of[i], cells = cells, header = true } }, i + 1
    end
  end
end

return M
