$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'L'
local R = corpus.reviews
print(R:where("age < 3 and sex = 'male'"):explain())
print(R:where { age = { to = 2 }, sex = "male" }:explain())
print((~R:where("not age < 3")):explain())
print(#R:with("information-sharing"), #R:with { exact = "information-sharing" }, #R:without { exact = "information-sharing" })
print(#R:with("hidden-adults", { exact = "information-sharing" }))
-- theme by theme pairs on the review: its evidence is the findings with either theme
local t = R:crosstab { rows = "theme", cols = "theme", depth = 1 }
local ids = {}
for i, e in ipairs(t:evidence("hidden-adults", "domestic-abuse")) do ids[i] = e.finding end
print(t:n("hidden-adults", "domestic-abuse"), table.concat(ids, " "))
-- left out is named below a one-way table too; codings below `depth` keep a row
print(R:count("outcome", { missing = "drop" }))
print(R:themes { depth = 1, mentions = true, under = "information-sharing" })
print(R:crosstab { rows = "outcome", cols = "agencies", percent = "row" })
print(R:crosstab { rows = "area", cols = "outcome", show = { "n/N" } }:render("csv"))
print(R:themes():n("Total"), R:crosstab { rows = "area", cols = "outcome" }:n("Reviews (base)"))
print(corpus.fields[1].key, heddle.percent(1, 8), heddle.percent(1, 8, 2), heddle.percent(1, 0))
L
$HEDDLE run t.lua
