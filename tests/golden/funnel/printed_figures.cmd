$HEDDLE import $ROOT/data/hsscp >/dev/null
cat >t.lua <<'E'
local by = {}
for _, f in ipairs(corpus.figures) do by[f.label] = f end
print(heddle.funnel { by["Serious incident notifications"], by["Rapid reviews"],
  { "LCSPRs", by["Local Child Safeguarding Practice Reviews"] } })
print(heddle.funnel { { "Reviews", 30 }, by["Child under 3"] })
E
$HEDDLE run t.lua
# Records of a script's own need no store.
cat >own.lua <<'E'
print(heddle.funnel { { "A", 30 }, { "B", { n = 18, of = 30, percent = 64, source = "x-1", label = "Child under 3" } },
  { label = "C", n = 13, of = 29, percent = 44.83, source = "x-1" }, { "D", { n = 0, of = 0, percent = 0 } } })
E
$HEDDLE run --store nowhere.db own.lua
