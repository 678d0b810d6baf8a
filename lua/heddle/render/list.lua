--- A plain list as text: a heading line, then one line a row, columns aligned by display width.

local core = require "heddle.core"

local M = {}

--- ROWS are arrays of texts of the same length; the first row is the heading.  RIGHT[c] aligns
-- column c to the right.
function M.render(rows, right)
  local widths = {}
  for _, row in ipairs(rows) do
    for c, text in ipairs(row) do widths[c] = math.max(widths[c] or 0, core.width(text)) end
  end
  local out = {}
  for i, row in ipairs(rows) do
    local texts = {}
    for c, text in ipairs(row) do
      local space = (" "):rep(widths[c] - core.width(text))
      texts[c] = right and right[c] and space .. text or text .. space
    end
    out[i] = table.concat(texts, "  "):gsub("%s+$", "")
  end
  return table.concat(out, "\n") .. "\n"
end

return M
