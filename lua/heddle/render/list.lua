--- A plain list as text: a heading line, then one line a row, columns aligned by display width.

local core = require "heddle.core"

local M = {}

--- ROWS are arrays of texts of the same length; the first row is the heading.  RIGHT[c] aligns
-- column c to the right.
function M.render(rows, right)
  return core.align(rows, core.widths(rows), right or {}) .. "\n"
end

return M
