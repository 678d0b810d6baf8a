-- Which themes are found together in reviews: the pairs that several reviews have, and passages behind one of them.
--
--   heddle run scripts/themes_together.lua --param min=5 --out out

local min = heddle.param("min", { type = "integer", default = 5 })
local together = corpus.reviews:cooccurrence { depth = 1, min = min }

print(together)

local passages = together:evidence("hidden-adults", "cumulative-risk")
for i = 1, math.min(3, #passages) do print(passages[i].review, passages[i].text, passages[i].source) end

together:save("themes_together.csv")     -- edges, for a spreadsheet or R
together:save("themes_together.graphml") -- the same as a graph, for a network program
