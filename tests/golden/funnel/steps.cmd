$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'E'
local reviews = corpus.reviews
local lcspr = reviews:where{ kind = "lcspr" }
local died = lcspr:where{ outcome = "death" }
local t = heddle.funnel { { "Serious incident notifications", 30 }, { "Reviews", reviews }, { "LCSPRs", lcspr },
  { "Child died", died }, { "None of them", died - died }, { "After nobody", 0 }, title = "How far", digits = 1 }
print(t)
print(t:n("LCSPRs"), t:percent("LCSPRs"), t:percent("Child died", "before"), t:percent("After nobody", "before"))
print(t:base(), t:base("Child died"), #t:set("LCSPRs"), t:set("After nobody"))
print(t:value("LCSPRs", "first"), t:value("Serious incident notifications", "before"))
print(t:cell("child died", "before").N, t:cell("Child died").N, #t:evidence("Child died") > 0)
for _, format in ipairs { "csv", "markdown", "json" } do print(t:render(format)) end
print(t:explain())
E
$HEDDLE run t.lua
