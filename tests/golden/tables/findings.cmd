$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
cat >t.lua <<'E'
print(corpus.reviews:crosstab{ rows = "theme", cols = "died", unit = "finding" })
E
$HEDDLE run t.lua
