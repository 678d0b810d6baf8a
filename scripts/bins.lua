-- Ages in groups of one's own, alone and within each area, with intervals.
-- heddle run scripts/bins.lua

local ages = { { 0, 2 }, { 3, 10 }, { 11, 17 } }

print(corpus.children:count({ "age", bins = ages }, { show = { "n", "percent", "ci" } }))
print(corpus.children:crosstab { rows = { "age", bins = ages, within = "area" }, cols = "sex", show = "n" })
