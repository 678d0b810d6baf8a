# What rows and cols refuse.
$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'L'
for _, rows in ipairs {
  "area > theme > sex", "area >", "> area", "area + ", "area ++ sex", " ", "area > area", "aera > theme", "area + them",
  {}, { 1 }, { "area", 1 }, { "area", bins = { 1 }, "sex" }, { "area", { "age", bin = { 1 } } }, { "area > age", bins = { 1 } },
  { "age", bins = { 1 }, within = "area > sex" }, { "age", within = "age" }, { "age", within = 5 }, { { "area", { "sex" } } },
  { "area", { { "age" } } }, "area+sex+scope+kind+coded+outcome+age+theme+id",
  { "age", bins = { { 0, 2 }, { 5, 10 } } }, { "age", bins = { { 0, 2 }, { 4, 10 } } }, { "age", bins = { { 5, 11 }, { 11, 18 } } },
  { "age", bins = { { 0, 9 }, { 3, 5 } } }, { "age", bins = { { 2, 0 } } }, { "age", bins = { { 0, 2.5 } } }, { "age", bins = { { 0 } } },
  { "age", bins = { { 0, 2 }, 3 } }, { "age", bins = { { 5, 9 }, { 0, 1 } } },
} do
  print(select(2, pcall(function() return corpus.reviews:crosstab { rows = rows, cols = "scope" } end)))
end
local function try(f) print(select(2, pcall(f))) end
try(function() return corpus.reviews:crosstab { rows = "theme > area", cols = "theme", base = "mentions" } end)
try(function() return corpus.findings:crosstab { rows = "id > notified", cols = "id > notified" } end)
try(function() return corpus.reviews:count("area > sex > age") end)
try(function() return corpus.reviews:count(5) end)
try(function() return corpus.reviews:crosstab { rows = "area > sex", cols = "age", depth = 1 } end)
L
$HEDDLE run t.lua
