$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
cat >t.lua <<'E'
print(corpus.reviews:themes{ show = { "n/N", "percent" }, order = "label" })
E
$HEDDLE run t.lua
