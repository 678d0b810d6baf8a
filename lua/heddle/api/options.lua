--- The options that several methods share.

local M = {}

local options = {
  rows = { "rows", "axis!", nil, "what makes the rows" },
  cols = { "cols", "axis!", nil, "what makes the columns" },
  percent = { "percent", "percents", "col", "what a percentage is of: the column's base, the row's, the table's; or a list of them" },
  base = { "base", "base", nil, "which units count: coded reviews (default with themes), all, those with any theme, or mentions" },
  show = { "show", "list of show", { "n", "percent" }, "what a cell prints" },
  top = { "top", "top", nil, "only the first rows of each list of groups, by count unless order says otherwise" },
  missing = { "missing", "missing", "show", "missing values as rows and columns of their own, or left out and named below" },
  order = { "order", "order", "codebook", "order of the rows" },
  digits = { "digits", "digits", 0, "decimals of percentages, 0 to 6" },
  where = { "where", "filter", nil, "count only the units this is true for" },
  depth = { "depth", "depth", nil, "themes down to this level only; 1 is the top" },
  under = { "under", "theme", nil, "this theme and those below it only" },
  unit = { "unit", "unit", nil, "count these units instead of the set's own" },
}

--- What set:compare and heddle.compare share.
M.compare = {
  { "ref", "name", nil, "compare every other group with this one; without it the second of two with the first, of more each with all other units" },
  { "test", "test", nil, "a p for every theme, and the same adjusted for looking at all of them" },
  { "draws", "a whole number from 1 to 1000000", nil, "random parts that a permutation test draws; 10000 unless given" },
  { "seed", "a whole number from 0 to 9007199254740991", nil, "where its random numbers begin; 1 unless given" },
  { "base", "compared", "coded", "which units count: coded reviews, all, those with any theme" },
  options.where, options.unit, options.depth, options.under,
  { "order", "order", nil, "order of the rows: codebook, or by count where top is given" }, options.digits,
  { "top", "a whole number from 1 to 100000", nil, "print only so many themes, the first by count unless order says otherwise" },
  { "quotes", "a whole number from 1 to 100", nil, "print so many passages of each theme and group side by side" },
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
