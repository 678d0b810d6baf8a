-- The themes of local reviews in the words of another frame, by area, and which of our themes it does not see.
--
--   heddle import data/crosswalks && heddle run scripts/themes_of_the_panel.lua --param frame=panel@2020

local frame = heddle.param("frame", { type = "string", default = "panel" })
if #corpus.crosswalks == 0 then heddle.fail("no crosswalk in this store; heddle import data/crosswalks adds one") end
local reviews = corpus.reviews:where { scope = "local" }

print(reviews:crosstab { rows = frame, cols = "area" })

local seen = reviews:count(frame)
print(("%d of %d coded reviews have no theme that is mapped"):format(seen:n("(not mapped)"), seen:base()))
