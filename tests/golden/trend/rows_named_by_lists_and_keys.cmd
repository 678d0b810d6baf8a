$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'E'
local t = corpus.reviews:trend { by = "notified", rows = "area" }
for _, row in ipairs { "Hartlepool", { "Hartlepool" }, { area = "Hartlepool" } } do
  print(t:n(row, "2020-21"), t:percent(row, "2020-21"), #t:set(row, "2020-21"), t:cell(row, "2020-21").N)
  print(t:n(row, "2020-21"), t:n(row))
end
print(select(2, pcall(t.n, t, { "Hartlepool", "x" }, "2020-21")))
print(select(2, pcall(t.n, t, { "Hartlepol" }, "2020-21")))
E
$HEDDLE run t.lua
