# Every merge of two themes of data/sample, neither above the other: what is told of it against what is counted in the
# store before it and in the store after it.
$HEDDLE import --store before.db $ROOT/data/sample >/dev/null
cat >pairs.lua <<'L'
local by_code, codes = {}, {}
for _, t in ipairs(corpus.themes) do by_code[t.code] = t; if t.counted then codes[#codes + 1] = t.code end end
local function above(x, y) while y do if x == y then return true end y = by_code[y].parent end end
for i, x in ipairs(codes) do
  local y = codes[(i * 7) % #codes + 1]
  if not above(x, y) and not above(y, x) then print(x, y) end
end
L
cat >count.lua <<'L'
for _, code in ipairs(heddle.args) do print(#corpus.reviews:with(code), #corpus.findings:with(code)) end
L
n=0 bad=0
$HEDDLE run --store before.db pairs.lua >pairs
while read -r x y; do
    cp before.db after.db
    echo "{\"theme\": {\"code\": \"$x\", \"status\": \"merged\", \"into\": \"$y\"}}" >m.jsonl
    $HEDDLE import --store after.db m.jsonl | sed -n '/^Merged/,$p' |
        awk '/ reviews  /{a=$4; w=$5; k=$6} / findings  /{print a, $2; print w, $3; print k, $4}' >told
    { $HEDDLE run --store before.db count.lua -- "$x" "$y"; $HEDDLE run --store after.db count.lua -- "$y"; } | tr '\t' ' ' >counted
    n=$((n + 1))
    cmp -s told counted || { bad=$((bad + 1)); echo "$x into $y"; paste told counted; }
done <pairs
echo "$((n > 10)) $bad"
