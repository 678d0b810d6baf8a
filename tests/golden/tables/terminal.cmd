# On a terminal of 60 columns a table is cut to fit and control characters never arrive.
$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
cat >t.lua <<'L'
print(corpus.reviews:crosstab { rows = "theme", cols = "theme", show = "n" })
print("a\27]52;c;x\7b\u{9b}c")
L
script -qec "stty cols 60; $HEDDLE run t.lua" /dev/null </dev/null | tr -d '\r'
