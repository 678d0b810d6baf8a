-- Themes by area in local reviews notified since a date, and the findings on hidden adults where
-- a child was under 3.
--
--   heddle run scripts/theme_by_area.lua --param since=2024-04-01

local since   = heddle.param("since", { type = "date", default = "2019-01-01" })
local reviews = corpus.reviews:where { scope = "local", notified = { from = since } }

print(reviews:crosstab { rows = "theme", cols = "area" })

local hidden = reviews:with "hidden-adults" & reviews:where "age < 3"
for _, f in ipairs(hidden:findings():with("hidden-adults"):list()) do print(f.review, f.text, f.source) end
