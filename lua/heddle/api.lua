--- The one table of what scripts can call: names, options, types, defaults, and an example each.
--
-- `check` reads it to validate calls, `heddle help NAME` to explain them, and a test compares it
-- with what is really there, both ways.  An option is { name, type, default, text }; types are
-- explained in `M.types`.  A trailing "!" in a type means the option must be given.

local M = {}

M.types = {
  dimension = "the name of a dimension: theme, id, review, coded, a field or a band; or bins or periods (help dimensions)",
  theme = "a theme's code, label or alias",
  filter = "a table of conditions, or an expression in a string",
  unit = { "review", "child", "finding" },
  percent = { "col", "row", "table", "none" },
  base = { "coded", "all", "any_theme", "mentions" },
  show = { "n", "percent", "n/N" },
  missing = { "show", "drop" },
  period = { "financial-year", "calendar-year", "academic-year", "quarter", "month" },
  order = { "codebook", "count", "label" },
  format = { "text", "markdown", "csv", "json" },
  param = { "string", "number", "integer", "date", "boolean" },
}

local options = {
  rows = { "rows", "dimension!", nil, "what makes the rows" },
  cols = { "cols", "dimension!", nil, "what makes the columns" },
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

local by_count = { "order", "order", "count", "order of the rows" }
local mentions = { "mentions", "boolean", false, "also count codings as written, in two more columns" }

local function pick(...)
  local list = {}
  for i = 1, select("#", ...) do
    local o = select(i, ...)
    list[i] = type(o) == "table" and o or options[o]
  end
  return list
end

--- What each name is, in the order `heddle help` lists them.
M.entries = {
  { name = "corpus.reviews", of = "corpus", text = "The set of all reviews.",
    example = "return #corpus.reviews" },
  { name = "corpus.children", of = "corpus", text = "The set of all children.",
    example = "return #corpus.children" },
  { name = "corpus.findings", of = "corpus", text = "The set of all findings.",
    example = "return #corpus.findings" },
  { name = "corpus.themes", of = "corpus", text = "A list of the codebook's themes, in codebook order: code, label, definition, status, parent, depth, aliases.",
    example = "return corpus.themes[1].code" },
  { name = "corpus.fields", of = "corpus", text = "A list of the fields: unit, key, label, kind, values, and how many units have each state.",
    example = "return corpus.fields[1].key" },
  { name = "corpus.bands", of = "corpus", text = "A list of the bands: name, field, bounds, labels.",
    example = "return corpus.bands[1].name" },
  { name = "corpus.figures", of = "corpus", text = "A list of the counts printed in documents: source, label, n, of, percent, where.",
    example = "return corpus.figures[1].n" },
  { name = "corpus.passages", of = "corpus", text = "A list of the passages: review, source, at, role, text, finding (the id or text of the one it is below).",
    example = "return #corpus.passages" },
  { name = "corpus.sources", of = "corpus", text = "A list of the sources: id, title, published.",
    example = "return corpus.sources[1].id" },
  { name = "corpus.coverage", of = "corpus", text = "The period the store covers, { from, to }, or nil.",
    example = "return corpus.coverage and corpus.coverage.from" },

  { name = "set:where", of = "set", args = "filter [, named]",
    text = "The units for which a filter is true: a table of conditions, or an expression with named values.",
    example = [[return #corpus.reviews:where("age < :a", { a = 3 })]] },
  { name = "set:with", of = "set", args = "theme, ...",
    text = "The units coded with all of these themes, each meaning itself or any theme below it; { exact = theme } means itself only.",
    example = [[return #corpus.reviews:with("hidden-adults")]] },
  { name = "set:without", of = "set", args = "theme, ...",
    text = "The coded units that have none of these themes (~set:with(theme) also keeps those not yet coded).",
    example = [[return #corpus.reviews:without("hidden-adults")]] },
  { name = "operators", of = "set",
    text = "a & b, a | b, a - b, ~a, #a, a == b: plain set arithmetic on sets of one unit. - and ~ keep units that are not yet coded or whose value is missing.",
    example = [[return #(corpus.reviews - corpus.reviews:with("hidden-adults"))]] },
  { name = "set:filter", of = "set", args = "[names,] function",
    text = "The units for which a pure function of the named values (nil when missing) returns true, called once for each combination; without names it gets the unit, and is called for each.",
    example = [[return #corpus.children:filter({ "age", "area" }, function(age, area) return age and area and age % 2 == #area % 2 end)]] },
  { name = "set:each", of = "set",
    text = "Go through the units in order of id: for r in set:each() do ... end. Each is valid until the next is given.",
    example = [[for r in corpus.reviews:each() do if r.area then return r.area end end]] },
  { name = "set:list", of = "set", text = "A list of the units in order of id, which can be kept.",
    example = [[return corpus.reviews:list()[1].id]] },
  { name = "set:explain", of = "set", text = "In words: how many units, how the set came about, and what it keeps.",
    example = [[return corpus.reviews:where({ scope = "local" }):explain()]] },
  { name = "set:reviews", of = "set", text = "The reviews these units belong to.",
    example = [[return #corpus.findings:with("hidden-adults"):reviews()]] },
  { name = "set:children", of = "set", text = "The children of these units' reviews; of children, themselves.",
    example = [[return #corpus.reviews:children()]] },
  { name = "set:findings", of = "set", text = "The findings of these units' reviews; of findings, themselves.",
    example = [[return #corpus.reviews:findings()]] },
  { name = "set:themes", of = "set", args = "[options]",
    text = "How many units have each theme, most frequent first, with the base.",
    options = pick("percent", "base", "show", by_count, "digits", "where", "depth", "under", "unit", mentions),
    example = [[return corpus.reviews:themes{ depth = 1 }]] },
  { name = "set:count", of = "set", args = "dimension [, options]",
    text = "How many units have each value of one dimension.",
    options = pick("percent", "base", "show", "missing", "order", "digits", "where", "depth", "under", "unit"),
    example = [[return corpus.reviews:count("area")]] },
  { name = "set:crosstab", of = "set", args = "options",
    text = "Count the units in every combination of two dimensions, with distinct margins and bases.",
    options = pick("rows", "cols", "percent", "base", "show", "missing", "order", "digits", "where", "depth", "under", "unit"),
    example = [[return corpus.reviews:crosstab{ rows = "theme", cols = "area" }]] },

  { name = "dimensions", of = "set",
    text = 'Named by rows, cols and :count: theme, id, review, coded, a field, a band; { "age", bins = { 1, 3 } } is a number in bins, { "notified", period = "quarter" } a date by period (also financial-year, calendar-year, academic-year, month).',
    example = [[return corpus.reviews:count({ "notified", period = "financial-year" })]] },

  { name = "row:state", of = "row", args = "field",
    text = [["value", "unknown", "not applicable" or "not recorded".]],
    example = [[return corpus.reviews:list()[1]:state("area")]] },
  { name = "row:children", of = "row", text = "The children of this review, or of this finding's review; of a child, itself.",
    example = [[return #corpus.reviews:list()[1]:children()]] },
  { name = "row:findings", of = "row", text = "The findings of this review, or of this child's review; of a finding, itself.",
    example = [[return #corpus.reviews:list()[1]:findings()]] },

  { name = "table:n", of = "table", args = "[row [, col]]",
    text = "A count; without a column or a row the distinct margin. Rows and columns are named by code, label, alias or value, special ones by their printed name.",
    example = [[return corpus.reviews:count("area"):n("Hartlepool")]] },
  { name = "table:percent", of = "table", args = "[row [, col]]",
    text = "The percentage of that count, nil where its base is 0.",
    example = [[return corpus.reviews:count("area"):percent("Hartlepool")]] },
  { name = "table:base", of = "table", args = "[col]", text = "The base of a column, or of the table.",
    example = [[return corpus.reviews:count("area"):base()]] },
  { name = "table:set", of = "table", args = "[row [, col]]", text = "The units behind a count.",
    example = [[return #corpus.reviews:count("area"):set("Hartlepool")]] },
  { name = "table:evidence", of = "table", args = "[row [, col]]",
    text = "The findings and passages behind a count: a list of { kind, review, finding, text, source, at, passages }.",
    example = [[return #corpus.reviews:themes():evidence("hidden-adults")]] },
  { name = "table:cell", of = "table", args = "[row [, col]]",
    text = "All about one count: n, N (its base), percent, state, set, evidence.",
    example = [[return corpus.reviews:count("area"):cell("Hartlepool").N]] },
  { name = "table:explain", of = "table", args = "[options]",
    text = "In words: the base, how the dimensions meet, and how the table was counted and why so.",
    options = { { "machine", "boolean", false, "also name what depends on the machine; without it the text is the same on every one" } },
    example = [[return corpus.reviews:crosstab{ rows = "theme", cols = "area" }:explain()]] },
  { name = "table:render", of = "table", args = "[format]",
    text = "The table as text, markdown, csv or json.",
    example = [[return corpus.reviews:count("area"):render("markdown")]] },
  { name = "table:save", of = "table", args = "name",
    text = "Save below --out when the script has ended without error; the ending chooses the format: .txt .md .csv .json.",
    example = [[corpus.reviews:count("area"):save("area.csv")]] },

  { name = "heddle.param", of = "heddle", args = "name [, options]",
    text = "The value of --param name=value, checked.",
    options = { { "type", "param", "string", "what it must be" }, { "default", "any", nil, "when it is not given; without one it must be" } },
    example = [[return heddle.param("since", { type = "date", default = "2019-01-01" })]] },
  { name = "heddle.args", of = "heddle", text = "The words after -- on the command line.",
    example = [[return #heddle.args]] },
  { name = "heddle.fail", of = "heddle", args = "message", text = "End with exit code 2: a check of yours failed.",
    example = [[if #corpus.reviews == 0 then heddle.fail("no reviews") end]] },
  { name = "heddle.percent", of = "heddle", args = "n, base [, digits]",
    text = "100 n / base in integers, half up; nil when the base is 0.",
    example = [[return heddle.percent(18, 30)]] },
  { name = "heddle.save", of = "heddle", args = "name, text",
    text = "Save a text below --out when the script has ended without error.",
    example = [[heddle.save("note.txt", "checked\n")]] },
  { name = "heddle.unknown", of = "heddle", text = "In a filter: the value is unknown.",
    example = [[return #corpus.reviews:where{ area = heddle.unknown }]] },
  { name = "heddle.not_applicable", of = "heddle", text = "In a filter: the field does not apply.",
    example = [[return #corpus.reviews:where{ area = heddle.not_applicable }]] },
  { name = "heddle.not_recorded", of = "heddle", text = "In a filter: the value was not recorded.",
    example = [[return #corpus.reviews:where{ area = heddle.not_recorded }]] },
  { name = "heddle.version", of = "heddle", text = "The version of heddle.",
    example = [[return heddle.version]] },
}

M.by_name = {}
for _, entry in ipairs(M.entries) do M.by_name[entry.name] = entry end

return M
