# Hostile words are words in every format: data too, since areas and findings hold them.
cat >d.jsonl <<'END'
{"theme": {"code": "a", "label": "=A"}}
{"review": {"id": "R1", "coded": true, "area": "<b>=1+1|![x](/etc/passwd)</b>\u202e", "findings": [{"id": "F1", "text": "=HYPERLINK(\"https://example.org\") \u0007<img src=x>\n# not a heading", "themes": ["a"]}]}}
{"review": {"id": "R2", "coded": true, "area": "- [ ] 1. ok", "findings": [{"id": "F1", "text": "@x", "themes": ["a"]}]}}
END
"$HEDDLE" import d.jsonl >/dev/null
cp "$ROOT/tests/golden/report/hostile.lua" .
echo 'local r = require "hostile" r:save("h.md") r:save("h.csv") r:save("h.json") r:save("h.txt")' >s.lua
"$HEDDLE" run s.lua
# No byte that drives a terminal, no mark that turns the direction of writing, nothing but UTF-8.
for f in md csv json txt; do
    tr -d '\r\n' <out/h.$f | LC_ALL=C grep -c "[$(printf '\001-\037\177')]" 
    LC_ALL=C grep -c "$(printf '\342\200\256\|\342\201\246')" out/h.$f
    iconv -f UTF-8 -t UTF-8 out/h.$f >/dev/null || echo "not UTF-8"
done
cat out/h.md
cut -d, -f2- out/h.csv | sort -u | tail -n 40
head -n 30 out/h.txt
