--- The one table of what scripts can call: names, options, types, defaults, and an example each.
--
-- `check` reads it to validate calls, `heddle help NAME` to explain them, and a test compares it
-- with what is really there, both ways.  An option is { name, type, default, text }; types are
-- explained in `M.types`.  A trailing "!" in a type means the option must be given.

local M = {}

M.types = {
  dimension = "the name of a dimension: theme, a frame that a crosswalk maps to, id, review, coded, a field or a band; or bins or periods (help dimensions)",
  axis = "a dimension; within another, \"area > theme\"; several, \"area + outcome\", or a list of them (help dimensions)",
  date = "the name of a date field",
  deadline = "a number of working days, or a text such as '6 months', '28 days', '15 working days'",
  periods = "financial-year | calendar-year | academic-year | quarter | month | a list of { from =, to = }",
  theme = "a theme's code, label or alias",
  names = "a name in quotes, or a list of them",
  filter = "a table of conditions, or an expression in a string",
  unit = { "review", "child", "finding" },
  percent = { "col", "row", "table", "none" },
  base = { "coded", "all", "any_theme", "mentions" },
  compared = { "coded", "all", "any_theme" },
  test = { "fisher", "permutation" },
  by = { "jaccard", "lift", "count" },
  percents = "col | row | table | none, or a list of the first three",
  column = "codebook, count or label, or the name of a column: most cases there first",
  top = "a whole number of 1 or more",
  show = { "n", "percent", "n/N", "ci" },
  missing = { "show", "drop" },
  period = { "financial-year", "calendar-year", "academic-year", "quarter", "month" },
  order = { "codebook", "count", "label" },
  format = { "text", "markdown", "csv", "json" }, -- and "graphml" of pairs of themes
  param = { "string", "number", "integer", "date", "boolean" },
}

-- In the order `heddle help` lists them, each in a module of its name below this one.
local parts = { "corpus", "set", "row", "table", "heddle", "stats" }

-- The part a name belongs to: what stands before its last colon or dot, "set" for one without either.
local function part_of(name)
  return name:match("(%l+)[.:][^.:]+$") or "set"
end

--- The entry of a name; nil if there is none.
function M.entry(name)
  for _, entry in ipairs(require("heddle.api." .. part_of(name))) do
    if entry.name == name then return entry end
  end
end

--- Every entry, in the order `heddle help` lists them.
function M.entries()
  local all = {}
  for _, part in ipairs(parts) do
    local entries = require("heddle.api." .. part)
    table.move(entries, 1, #entries, #all + 1, all)
  end
  return all
end

return M
