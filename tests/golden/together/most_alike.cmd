$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
cat >t.lua <<'L'
local t = corpus.reviews:similar("KDJ")
print(t)
for _, entry in ipairs(t:list()) do print(entry.id, entry.jaccard, entry.both, entry.themes, table.concat(entry.shared, " ")) end
print(t:n(), t:n("JSW"), t:base(), #t:set(), t:set("JSW"):list()[1].id)
for _, e in ipairs(t:evidence("JSW")) do print(e.review, e.finding) end
print(corpus.reviews:where { died = "Yes" }:similar("KDJ", { top = 1, where = "id != 'IW'" }))
print(corpus.reviews:similar("XX"))
print(corpus.reviews:similar("XX"):list())
print(corpus.reviews:similar("ZZ"))
print(corpus.reviews:similar("KDJ", { under = "optim" }))
print(t:explain())
L
$HEDDLE run t.lua
