# A panel opened from a number in prose says what the number counts, however its cell was named.
$HEDDLE import $ROOT/data/sample >/dev/null
cat >prose.lua <<'X'
local R, r = corpus.reviews, heddle.report { title = "Prose", audience = "internal" }
local function say(cell) r:p("{c.n} of {c.N}", { c = cell }) end
say(R:themes():cell("hidden-adults"))
say(R:crosstab{ rows = "theme", cols = "area" }:cell("Hidden adults", "Hartlepool"))
say(R:crosstab{ rows = "area > outcome", cols = "scope" }:cell({ "Hartlepool", "death" }, "local"))
say(R:compare{ by = "area" }:cell("domestic-abuse", "Hartlepool"))
say(R:themes{ top = 1 }:cell("domestic-abuse"))
say(R:themes():cell())
say(heddle.funnel{ { "Notified", R }, { "Coded", R:where("coded = true") } }:cell("Coded"))
r:save("prose.html")
X
$HEDDLE run prose.lua && grep -o '<h2 id="e-[^<]*' out/prose.html
