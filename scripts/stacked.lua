-- One banner for a report: who the reviews are about and how they ended, in each area.
-- heddle run scripts/stacked.lua

local t = corpus.reviews:crosstab { rows = "outcome + sex + age_band", cols = "area", percent = { "col", "row" } }
print(t)
local girls, base = t:n({ sex = "female" }, "Hartlepool"), t:base("Hartlepool")
print(("%d of %d reviews in Hartlepool concern a girl"):format(girls, base))
