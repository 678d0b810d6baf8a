# P7: a filter that nothing matches gives base 0 and says so; a store without themes has no pairs.
$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
cat >t.lua <<'L'
local none = corpus.reviews:where { id = "KDJ" } - corpus.reviews
print(none:cooccurrence())
print(corpus.reviews:cooccurrence { where = "died is unknown", min = 2 }:base())
print(none:cooccurrence():pair("voice", "hidden").phi)
print(none:combinations())
print(none:matrix { under = "voice" })
print(none:similar("KDJ"))
L
$HEDDLE run t.lua
printf '%s\n' '{"review": {"id": "R1", "coded": true}}' >e.jsonl
$HEDDLE import --store e.db e.jsonl >/dev/null
$HEDDLE --store e.db -e 'print(corpus.reviews:cooccurrence()) print(corpus.reviews:cooccurrence { matrix = true }) print(corpus.reviews:combinations()) print(corpus.reviews:matrix()) print(corpus.reviews:similar("R1"))'
