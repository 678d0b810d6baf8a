# Tables as probable as the one seen belong to p: 1, 0.485714 and 0.1, not half of them.
cat >make.awk <<'A'
BEGIN {
    print "{\"field\": {\"key\": \"g\", \"of\": \"review\", \"kind\": \"category\", \"values\": [\"first\", \"second\"]}}"
    print "{\"theme\": {\"code\": \"t\", \"label\": \"T\"}}"
    add("first", c, d); add("second", a, b)
}
function add(g, with, without,    i) {
    for (i = 1; i <= with; i++) review(g, "w" i, "[\"t\"]")
    for (i = 1; i <= without; i++) review(g, "o" i, "[]")
}
function review(g, id, themes) {
    printf "{\"review\": {\"id\": \"%s-%s\", \"coded\": true, \"g\": \"%s\", \"findings\": [{\"id\": \"%s-%s-1\", \"themes\": %s}]}}\n", g, id, g, g, id, themes
}
A
cat >t.lua <<'E'
local t = corpus.reviews:compare{ by = "g", test = "fisher" }
local low, high = table.unpack(t:value("t", "difference interval"))
local range = t:value("t", "odds ratio interval") or {}
local ratio, why = t:value("t", "odds ratio")
print(("%d/%d v %d/%d: p %.6f, Holm %.6f, BH %.6f; difference %d, %.2f to %.2f; odds ratio %s %s; %s"):format(
  t:n("t", "second"), t:base("second"), t:n("t", "first"), t:base("first"), t:value("t", "p"), t:value("t", "holm"),
  t:value("t", "bh"), t:value("t", "difference"), low, high, ratio and ("%.4f"):format(ratio) or "none",
  ratio and ("%.4f to %.4f"):format(range[1], range[2]) or why, t:value("t", "reading")))
E
for cells in "1 2 2 1" "3 1 1 3" "3 0 0 3" "8 2 1 5" "1 9 11 3" "14 5 3 8" "12 7 8 3" "56 14 48 32" "30 0 30 0"; do
    set -- $cells
    rm -f heddle.db
    awk -v a=$1 -v b=$2 -v c=$3 -v d=$4 -f make.awk >d.jsonl
    $HEDDLE import d.jsonl >/dev/null && $HEDDLE run t.lua
done
