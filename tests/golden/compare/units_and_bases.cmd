$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'E'
print(corpus.reviews:compare{ by = "area", unit = "finding", depth = 1, top = 3, test = "fisher" })
print(corpus.reviews:compare{ by = "kind", base = "all", depth = 1, top = 1 })
print(corpus.reviews:compare{ by = "kind", base = "any_theme", under = "information-sharing", order = "label" })
print(corpus.reviews:compare{ by = "area", missing = "show", where = { outcome = "death" }, depth = 1, top = 1 })
print(corpus.reviews:compare{ by = { "age", bins = { 3 } }, depth = 1, top = 1 })
print(corpus.reviews:compare{ by = { "notified", period = "financial-year" }, ref = "2019-20", depth = 1, top = 1 }:render("csv"))
-- themes pair with a field of findings: as in a crosstab
local t, x = corpus.reviews:compare{ by = "finding.kind", depth = 1, test = "permutation" }, corpus.reviews:crosstab{ rows = "theme", cols = "finding.kind", missing = "drop", depth = 1 }
print(t:n("hidden-adults", "learning"), x:n("hidden-adults", "learning"), t:value("hidden-adults", "learning: p"))
print(corpus.reviews:compare{ by = "kind", base = "all", test = "permutation", depth = 1 }:value("hidden-adults", "p"))
E
$HEDDLE run t.lua
