--- The methods of sets, and what their dimensions can be.  api.lua says what an entry is.

local options = require "heddle.api.options"

local pick = options.pick
local by_count = { "order", "order", "count", "order of the rows" }
local mentions = { "mentions", "boolean", false, "also count codings as written, in two more columns" }

return {
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
    text = 'Named by rows, cols and :count: theme, id, review, coded, a field, a band; { "age", bins = { 1, 3 } } is a number in bins, { "notified", period = "quarter" } a date by period (also financial-year, calendar-year, academic-year, month). "area > theme" is themes within each area, { "age", bins = { 1, 3 }, within = "area" } bins within each; "area + outcome" or { "area", { "age", bins = { 1, 3 } } } one after the other.',
    example = [[return corpus.reviews:count({ "notified", period = "financial-year" })]] },
}
