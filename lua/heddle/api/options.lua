--- The options that several methods share.

local M = {}

local options = {
  rows = { "rows", "axis!", nil, "what makes the rows" },
  cols = { "cols", "axis!", nil, "what makes the columns" },
  percent = { "percent", "percent", "col", "what a percentage is of: the column's base, the row's, the table's" },
  base = { "base", "base", nil, "which units count: coded reviews (default with themes), all, those with any theme, or mentions" },
  show = { "show", "list of show", { "n", "percent" }, "what a cell prints" },
  missing = { "missing", "missing", "show", "missing values as rows and columns of their own, or left out and named below" },
  order = { "order", "order", "codebook", "order of the rows" },
  digits = { "digits", "digits", 0, "decimals of percentages, 0 to 6" },
  where = { "where", "filter", nil, "count only the units this is true for" },
  depth = { "depth", "depth", nil, "themes down to this level only; 1 is the top" },
  under = { "under", "theme", nil, "this theme and those below it only" },
  unit = { "unit", "unit", nil, "count these units instead of the set's own" },
}

--- A list of options: shared ones by name, others as they are.
function M.pick(...)
  local list = {}
  for i = 1, select("#", ...) do
    local o = select(i, ...)
    list[i] = type(o) == "table" and o or options[o]
  end
  return list
end

return M
