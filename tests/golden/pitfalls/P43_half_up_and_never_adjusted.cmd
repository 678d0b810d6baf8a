# 1 of 8 is 13, half up from integers; three thirds are 33.3 each and stay so.
for i in 1 2 3 4 5 6 7 8; do
    echo "{\"review\": {\"id\": \"R$i\", \"area\": \"A$((i % 8))\", \"outcome\": \"o$((i % 3))\"}}"
done >d.jsonl
$HEDDLE import d.jsonl >/dev/null 2>&1
cat >t.lua <<'T'
print(corpus.reviews:count("area", { show = "percent" }):percent("A1"), heddle.percent(1, 8), heddle.percent(3, 8))
print(corpus.reviews:where("id in ('R1', 'R2', 'R3')"):count("outcome", { digits = 1 }))
print(heddle.percent(1, 40, 1), heddle.percent(1, 80, 1), heddle.percent(285, 1000), heddle.percent(145, 1000))
T
$HEDDLE run t.lua
