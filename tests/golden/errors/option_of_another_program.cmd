# Options as other programs call them, and what they are called here.
$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'T'
local r = corpus.reviews
local function try(f, ...) print(select(2, pcall(f, r, ...))) end
try(r.crosstab, { rows = "theme", columns = "area" })
try(r.crosstab, { row = "theme", cols = "area" })
try(r.crosstab, { rows = "theme", by = "area" })
try(r.crosstab, { by = "theme", cols = "area" })
try(r.crosstab, { rows = "theme", cols = "area", by = "outcome" })
for _, word in ipairs { "pct", "percentages", "filter", "sort_by", "limit", "n", "decimals", "useNA", "denominator", "cells" } do
  try(r.crosstab, { rows = "theme", cols = "area", [word] = 1 })
end
try(r.themes, { sort = "count" })
try(r.themes, { by = "area" })
try(r.compare, { group = "area" })
try(r.compare, { by = "area", reference = "Hartlepool" })
try(r.trend, { every = "year" })
try(r.timeliness, { from = "notified", to = "reviewed", days = 15 })
try(r.themes, { [" top "] = 1 })
T
$HEDDLE run t.lua
