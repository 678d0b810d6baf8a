$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
cat >t.lua <<'L'
local t = corpus.reviews:crosstab { rows = "theme", cols = "died", digits = 1 }
print(t:n("voice", "No"), t:n("Child's voice"), t:n(nil, "Yes"), t:n(), t:n("(no theme)", "No"), t:n("All", "All"))
print(t:percent("voice", "No"), t:percent("voice"), t:base("No"), t:base())
print(math.type(t:n("voice", "No")), math.type(corpus.reviews:themes():percent("voice")))
for r in t:set("voice", "No"):each() do print(r.id, r.died, table.concat(r.themes, " ")) end
for _, e in ipairs(t:evidence("info", "Yes")) do print(e.kind, e.review, e.finding, e.text, e.source, e.at) end
local cell = t:cell("hidden", "Yes")
print(cell.n, cell.N, cell.percent, cell.state, #cell.set, #cell.evidence)
local none = corpus.reviews:where "died = 'No'" & corpus.reviews:where "died = 'Yes'"
print(#none, none:themes():percent("voice"), none:themes():base())
print(corpus.reviews:where { died = "No" }:explain())
print((corpus.reviews - corpus.reviews:with "voice"):explain())
print(#corpus.reviews:with "voice", #corpus.reviews:without "voice", #~corpus.reviews:with "voice", #corpus.reviews:where "not theme = 'voice'")
L
$HEDDLE run t.lua
