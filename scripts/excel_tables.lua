-- The standard set of tables as one workbook: themes, themes by group and year, pairs, timeliness
--
--   heddle run scripts/excel_tables.lua
--
-- Saves tables in each of `formats` (xlsx unless given).  Tables for which the store holds nothing are named, not
-- printed.

local name     = heddle.param("name", { default = "tables" })
local formats  = heddle.param("formats", { default = "xlsx" })
local audience = heddle.param("audience", { default = "internal" })

local reviews = corpus.reviews
local r = heddle.report { title = "Tables of reviews and their themes", audience = audience }

local without = {}

-- How many units have a value of a field.
local function known(unit, key)
  for _, field in ipairs(corpus.fields) do
    if field.unit == unit and field.key == key then return field.states.value end
  end
  return 0
end

-- A table under a heading of its own, or its name among those there is nothing for.
local function sheet(title, there, make)
  if not there then
    without[#without + 1] = title
    return
  end
  r:heading(title)
  r:table(make(), { title = title })
end

local dated = known("review", "notified") > 0
local timed = dated and known("review", "reviewed") > 0
local coded = #reviews:where { coded = true } > 0 and #corpus.themes > 0
local ages = { "age", bins = { 1, 6, 11, 16 } }
local n_of_N = { "n/N", "percent" }

r:heading("About these tables")
if #reviews == 0 then r:p("This store holds no reviews.") end
r:list {
  "Counted are different reviews unless a title says otherwise; every table states its base.",
  "A theme counts a review once, with every theme below it. Reviews not yet coded are in no base of a theme.",
  "Small counts are not hidden, and can identify a child: these tables are for use within the partnership.",
}

sheet("Reviews by kind", #reviews > 0, function() return reviews:count("kind") end)
sheet("Reviews by outcome", known("review", "outcome") > 0, function() return reviews:count("outcome") end)
sheet("Reviews by area", known("review", "area") > 0, function() return reviews:count("area") end)
sheet("Reviews by year of notification", dated, function()
  return reviews:count({ "notified", period = "financial-year" })
end)
sheet("Children by age and sex", known("child", "age") > 0, function()
  return corpus.children:crosstab { rows = ages, cols = "sex", show = "n" }
end)
sheet("Themes", coded, function()
  return reviews:themes { order = "codebook", show = { "n/N", "percent", "ci" } }
end)
sheet("Themes by area", coded and known("review", "area") > 0, function()
  return reviews:crosstab { rows = "theme", cols = "area", show = n_of_N }
end)
sheet("Themes by outcome", coded and known("review", "outcome") > 0, function()
  return reviews:crosstab { rows = "theme", cols = "outcome", show = n_of_N }
end)
sheet("Themes by age of the children", coded and known("child", "age") > 0, function()
  return reviews:crosstab { rows = "theme", cols = ages, show = n_of_N }
end)
sheet("Themes by year of notification", coded and dated, function()
  return reviews:trend { by = "notified", depth = 1 }
end)
local paired = 0
for _, theme in ipairs(corpus.themes) do
  if theme.depth == 1 and theme.counted then paired = paired + 1 end
end
sheet("Pairs of themes", coded and paired > 1, function() return reviews:cooccurrence { depth = 1 } end)
sheet("Themes review by review", coded, function() return reviews:matrix { depth = 1 } end)
sheet("Reviewed within 15 working days", timed, function()
  return reviews:timeliness { from = "notified", to = "reviewed", within = 15 }
end)
sheet("Completeness of the fields", #reviews > 0, function() return reviews:profile() end)

if #without > 0 then
  r:heading("Not in this workbook")
  r:p("There is nothing in the store for: " .. table.concat(without, "; ") .. ".")
end

for ending in formats:gmatch("[^, ]+") do r:save(name .. "." .. ending) end
