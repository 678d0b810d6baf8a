--- A plain list as text: a heading line, then one line a row, columns aligned by display width.

local core = require "heddle.core"
local cut = require("heddle.render.lines").cut

local M = {}

local LEAST = 8 -- columns that a column keeps

-- The widths of columns, the widest of those in texts made narrower until the lines fit.
local function fitted(widths, right, limit)
  local total = -2
  for _, width in ipairs(widths) do total = total + width + 2 end
  while total > limit do
    local widest
    for c, width in ipairs(widths) do
      if not right[c] and width > LEAST and (not widest or width >= widths[widest]) then widest = c end
    end
    if not widest then break end
    local less = math.min(total - limit, widths[widest] - LEAST)
    for c, width in ipairs(widths) do -- no narrower than the next widest
      if c ~= widest and not right[c] and width < widths[widest] then
        less = math.min(less, widths[widest] - width)
      end
    end
    less = math.max(less, 1)
    widths[widest], total = widths[widest] - less, total - less
  end
  return widths
end

--- ROWS are arrays of texts of the same length; the first row is the heading.  RIGHT[c] aligns
-- column c to the right.  `limit` is the width to fit them to, nil: nothing is cut.
function M.render(rows, right, limit)
  right = right or {}
  local widths = core.widths(rows)
  if limit then
    widths = fitted(widths, right, limit)
    local shown = {}
    for r, row in ipairs(rows) do
      shown[r] = {}
      for c, text in ipairs(row) do shown[r][c] = cut(text, widths[c]) end
    end
    rows = shown
  end
  return core.align(rows, widths, right) .. "\n"
end

return M
