--- A frame as CSV (RFC 4180: comma, CRLF, quotes doubled, UTF-8): one header line, one line a row.
-- A text that a spreadsheet would take as a formula gets a ' before it.

local grid = require "heddle.render.grid"

local M = {}

--- One text field.
function M.field(text)
  if text:find("^[=+%-@\t\r]") then text = "'" .. text end
  if text:find('[",\r\n]') then text = '"' .. text:gsub('"', '""') .. '"' end
  return text
end

function M.render(frame)
  local columns, lines = grid.of(frame)
  local head = { M.field(frame.stub) }
  if frame.themes then head[2] = "Code" end
  for _, column in ipairs(columns) do
    for _, name in ipairs(column.headings) do
      head[#head + 1] = M.field(#column.headings > 1 and (column.label .. " " .. name) or column.label)
    end
  end
  local out = { table.concat(head, ",") }
  for _, line in ipairs(lines) do
    local fields = { M.field(line.label) }
    if frame.themes then fields[2] = line.kind == "value" and M.field(line.key) or "" end
    for c in ipairs(columns) do
      for m in ipairs(columns[c].headings) do
        local text = line.cells[c][m]
        fields[#fields + 1] = text == "-" and "" or text
      end
    end
    out[#out + 1] = table.concat(fields, ",")
  end
  return table.concat(out, "\r\n") .. "\r\n"
end

return M
