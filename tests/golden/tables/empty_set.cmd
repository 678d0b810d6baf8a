$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
cat >t.lua <<'E'
print(corpus.reviews:crosstab{ rows = "theme", cols = "died", where = "died = 'No' and died = 'Yes'" })
E
$HEDDLE run t.lua
