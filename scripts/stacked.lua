-- One banner for a report: who the reviews are about and how they ended, in each area.
-- heddle run scripts/stacked.lua

local t = corpus.reviews:crosstab { rows = "outcome + sex + age_band", cols = "area", percent = { "col", "row" } }
print(t)
print(("%d of %d reviews in Hartlepool concern a girl"):format(t:n({ sex = "female" }, "Hartlepool"), t:base("Hartlepool")))
