$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'E'
local r = corpus.reviews
print(select(2, pcall(r.crosstab, r, { rows = "theme", cols = "finding.kind > theme" })))
print(select(2, pcall(r.compare, r, { by = "area", draws = 10 })))
print(select(2, pcall(r.compare, r, { by = "area", test = "fisher", seed = 3 })))
print(r:crosstab({ rows = "theme", cols = "finding.kind > theme", unit = "finding" }):n("hidden-adults", { "learning", "infant-risks" }))
E
$HEDDLE run t.lua
