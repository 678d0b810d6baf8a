$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
cat >t.lua <<'E'
print(corpus.reviews:themes{ base = "all" })
E
$HEDDLE run t.lua
