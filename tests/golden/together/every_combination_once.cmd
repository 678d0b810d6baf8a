# P8: the reviews of the peers' data have five different sets of themes, and one has none.
$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
cat >t.lua <<'L'
local t = corpus.reviews:combinations { digits = 1 }
print(t)
print(t:n { "info", "hidden", "curios", "cumul" }, t:n { "hidden", "cumul" }, t:n {}, t:n "(no theme)", t:n(), t:base())
for r in t:set { "hidden", "cumul", "optim" }:each() do print(r.id) end
for _, e in ipairs(t:evidence { "hidden", "cumul", "optim" }) do print(e.review, e.finding) end
print(t:set({ "hidden", "cumul", "optim" }):explain())
print(corpus.reviews:combinations { k = 3 })
print(corpus.reviews:combinations { k = 0 })
print(corpus.findings:combinations { min = 2 })
print(corpus.findings:combinations { top = 2 }:render("csv"))
print(corpus.reviews:combinations { under = "voice" })
print(t:explain())
L
$HEDDLE run t.lua
