$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
cat >t.lua <<'L'
local t = corpus.reviews:cooccurrence { digits = 1 }
print(t)
for _, pair in ipairs { { "hidden", "cumul" }, { "voice", "reliance" }, { "hidden", "curios" }, { "voice", "hidden" } } do
  local p = t:pair(pair[1], pair[2])
  print(pair[1], pair[2], p.both, p.a, p.b, ("%.3f"):format(p.jaccard), ("%.2f"):format(p.lift), p.given, p.few, p.imbalanced)
  print(t:value(pair, "Jaccard"), t:value({ pair[2], pair[1] }, "% of A with B"))
end
print(corpus.reviews:cooccurrence { by = "lift", min = 2, top = 4 })
print(corpus.reviews:cooccurrence { by = "count", min = 3 })
print(corpus.findings:cooccurrence { where = { died = "Yes" } })
print(t:explain())
L
$HEDDLE run t.lua
