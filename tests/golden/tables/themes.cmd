$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
cat >t.lua <<'E'
print(corpus.reviews:themes{ digits = 1, mentions = true })
E
$HEDDLE run t.lua
