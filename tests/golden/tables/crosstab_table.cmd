$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
cat >t.lua <<'E'
print(corpus.reviews:crosstab{ rows = "theme", cols = "died", percent = "table", digits = 1 })
E
$HEDDLE run t.lua
