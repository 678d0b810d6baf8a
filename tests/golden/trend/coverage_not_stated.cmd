grep -v coverage $ROOT/tests/golden/trend/seven.jsonl >plain.jsonl
$HEDDLE import plain.jsonl >/dev/null
cat >t.lua <<'E'
print(corpus.reviews:trend{ show = "n/N" })
print(corpus.reviews:trend{ rows = "coded", show = "n" })
E
$HEDDLE run t.lua
