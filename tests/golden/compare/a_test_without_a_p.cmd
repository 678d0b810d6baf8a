# Where no theme has a p, the notes and :explain do not say how it was made.
$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
cat >t.lua <<'E'
local t = heddle.compare { { "All of them", corpus.reviews }, { "Died", corpus.reviews:where { died = "Yes" } },
  test = "permutation", top = 1 }
print(t)
print(t:explain())
print(t:value("voice", "p"))
E
$HEDDLE run t.lua
