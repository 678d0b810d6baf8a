-- Themes within each area, by outcome; and the outcomes of the boys and girls of each area side by side.
-- heddle run scripts/nested.lua [--param depth=2]

local depth = heddle.param("depth", { type = "integer", default = 1 })

print(corpus.reviews:crosstab { rows = "area > theme", cols = "outcome", depth = depth, top = 5, show = "n/N" })
print(corpus.children:crosstab { rows = "outcome", cols = "area > sex", missing = "drop" })
