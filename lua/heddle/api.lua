--- The one table of what scripts can call: names, parameters, options, types, defaults, what comes back, and an
-- example each.
--
-- `check` reads it to validate calls, `describe` to explain them (`heddle help`, docs/reference.md), `editor` to make the
-- definitions of editors; a test compares it with what is really there, both ways.  An entry is
--   { name = "set:where", of = "set",          what it belongs to: corpus, set, row, table, report, heddle, heddle.stats
--     params = { { "filter", "filter", "text" }, { "named", "named", "text", optional = true } },
--                                              name, type, what it is; `more`: it can be given again; none for what is no function
--     options = { { "base", "base", "coded", "text" }, ... },      name, type, default, what it is; a "!" that ends the
--                                              type: it must be given.  They stand in the parameter of type options
--     returns = "integer", returns_text = "",  what comes back, several with commas, "?": it can be nil
--     members = { { "n", "integer", "text" }, ... },     of a record that comes back, or of each one of a list
--     text = "", example = "" }                the example runs on data/sample
-- A name without a dot or colon is no function: what it stands for is explained.
-- Types are the words of M.types and M.own, "list of TYPE", "a whole number from 1 to 10".

local M = {}

--- What parameters and options take.  A list is of the values that there are.
M.types = {
  dimension = "the name of a dimension: theme, a frame that a crosswalk maps to, id, review, coded, a field or a band; or bins or periods (help dimensions)",
  axis = "a dimension; within another, \"area > theme\"; several, \"area + outcome\", or a list of them (help dimensions)",
  date = "the name of a date field",
  deadline = "a number of working days, or a text such as '6 months', '28 days', '15 working days'",
  periods = "financial-year | calendar-year | academic-year | quarter | month | a list of { from =, to = }",
  theme = "a theme's code, label or alias",
  themes = "a theme's code, label or alias; { exact = theme } is itself only",
  field = "the key of a field, or theme",
  columns = "a list of fields, bands, id, review, coded, theme:CODE",
  group = "a code, label, alias or value, or how it is printed",
  review = "the id of a review",
  named = "a table of values by name",
  groups = "a list of { name, set }; options stand in the same table",
  steps = "a list of { name, set or number or figure }; options stand in the same table",
  options = "a table of options",
  names = "a name in quotes, or a list of them",
  name = "a name in quotes",
  filter = "a table of conditions, or an expression in a string (help filters)",
  unit = { "review", "child", "finding" },
  percent = { "col", "row", "table", "none" },
  base = { "coded", "all", "any_theme", "mentions" },
  compared = { "coded", "all", "any_theme" },
  test = { "fisher", "permutation" },
  by = { "jaccard", "lift", "count" },
  percents = "col | row | table | none, or a list of the first three",
  column = "codebook, count or label, or the name of a column: most cases there first",
  top = "a whole number of 1 or more",
  digits = "a whole number from 0 to 6",
  depth = "a whole number from 1 to 32",
  show = { "n", "percent", "n/N", "ci" },
  missing = { "show", "drop" },
  period = { "financial-year", "calendar-year", "academic-year", "quarter", "month" },
  order = { "codebook", "count", "label" },
  format = { "text", "markdown", "csv", "json" }, -- and "graphml" of pairs of themes
  chart_kind = { "bars", "grouped", "lines", "dots", "heat", "funnel", "network" },
  drawing = { "text", "svg" },
  audience = { "public", "internal" },
  report_format = { "text", "markdown", "html", "csv", "json" },
  param = { "string", "number", "integer", "date", "boolean" },
  count = "a whole number of 0 or more",
  counts = "a list of counts",
  grid = "a list of rows, each a list of counts",
  proportion = "a number between 0 and 1",
  probabilities = "a list of numbers from 0 to 1",
  boolean = "true or false",
  text = "a text",
  texts = "a list of texts",
  lines = "a text, or a list of them",
  language = "the tag of a language, \"en-GB\"",
  refs = "a table by name of what table:cell gives, sets, which are counted, numbers and texts",
  level = "1, 2 or 3; or refs, where it is 1",
  printed = "a table, or anything else that prints and saves itself like one",
  quoted = "a text, or a record of table:evidence",
  terms = "a list of { term, text } and of themes",
  any = "any value",
}

--- What comes back, beside Lua's own types.
M.own = {
  set = "a set of the same unit",
  ["set of reviews"] = "a set of reviews",
  ["set of children"] = "a set of children",
  ["set of findings"] = "a set of findings",
  table = "a table that prints itself (help table:n and the others)",
  chart = "a chart that prints itself with block characters",
  report = "a report (help report:p and the others)",
  row = "a review, a child or a finding (help row)",
  rows = "for a loop: one unit after the other (help row)",
  ["list of rows"] = "a list of units (help row)",
  record = "a Lua table",
  state = "a missing state, for filters",
  list = "a list of Lua tables",
  nothing = "nothing",
  ["heddle.stats"] = "the module of statistics",
}

-- In the order `heddle help` lists them, each in a module of its name below this one.
local parts = { "corpus", "set", "row", "table", "chart", "report", "heddle", "stats" }

-- The part a name belongs to: what stands before its last colon or dot, "set" for one without either.
local function part_of(name)
  return name == "row" and name or name:match("(%l+)[.:][^.:]+$") or "set"
end

--- The last part of a name: "where" of "set:where".
function M.last(name)
  return name:match("[^.:]+$")
end

--- The entry of a name; nil if there is none.
function M.entry(name)
  local part = part_of(name)
  for _, known in ipairs(parts) do
    for _, entry in ipairs(known == part and require("heddle.api." .. part) or {}) do
      if entry.name == name then return entry end
    end
  end
end

--- The entries whose names are PREFIX, "set:", "heddle.stats.", and a last part, in order.
function M.behind(prefix)
  local found = {}
  for _, entry in ipairs(M.entries()) do
    if entry.name:sub(1, #prefix) == prefix and #M.last(entry.name) == #entry.name - #prefix then
      found[#found + 1] = entry
    end
  end
  return found
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

--- Whether an entry explains a word instead of naming something that a script can write.
function M.is_word(entry)
  return not entry.name:find("[.:]")
end

return M
