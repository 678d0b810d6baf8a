$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
cat >t.lua <<'E'
print(corpus.reviews:crosstab{ rows = "theme", cols = "died", percent = "row" })
E
$HEDDLE run t.lua
