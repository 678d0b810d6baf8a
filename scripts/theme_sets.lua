-- Which themes reviews have, exactly: every set of themes below one, and the reviews with two top-level themes and no
-- other.
--
--   heddle run scripts/theme_sets.lua --param under=safety-planning

local under = heddle.param("under", { default = "safety-planning" })

print(corpus.reviews:combinations { under = under })
print(corpus.reviews:combinations { depth = 1, k = 2 })
