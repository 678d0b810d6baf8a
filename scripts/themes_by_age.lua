-- Top-level themes by age band of the child, counted as reviews and as children.
--
--   heddle run scripts/themes_by_age.lua

print(corpus.reviews:crosstab { rows = "theme", cols = "age_band", depth = 1 })
print(corpus.reviews:crosstab { rows = "theme", cols = "age_band", depth = 1, unit = "child", show = "n/N" })
