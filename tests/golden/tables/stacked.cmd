# Stacks on both sides in every format, and together with nestings.
$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'L'
local R = corpus.reviews
local t = R:crosstab { rows = "outcome + sex", cols = "area+scope" }
for _, format in ipairs { "text", "markdown", "csv", "json" } do print(t:render(format)) end
t = R:crosstab { rows = { "scope", { "age", bins = { 1, 3 } }, "area > sex" }, cols = "area > sex + coded", show = "n" }
for _, format in ipairs { "text", "csv" } do print(t:render(format)) end
print(R:count("area + outcome"))
print(R:crosstab { rows = { "age", bins = { 3 }, within = "area" }, cols = "theme", under = "hidden-adults", show = "n" })
L
$HEDDLE run t.lua
