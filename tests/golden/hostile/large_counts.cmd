# Published counts go to 2^53: percentages with decimals are still exact, and a count of 0 of 0 is a count.
cat >a.jsonl <<'END'
{"review": {"id": "R1", "area": "North"}}
{"review": {"id": "R2", "area": "South"}}
{"comparator": {"id": "large", "place": "Elsewhere", "from": "2020", "to": "2020", "unit": "review", "field": "area", "values": {"North": 9007199254740991, "South": 3002399751580331}, "total": 9007199254740992}}
{"comparator": {"id": "none", "place": "Nowhere", "from": "2020", "to": "2020", "unit": "review", "field": "area", "values": {"North": 0}, "total": 0}}
END
"$HEDDLE" import a.jsonl >import.txt || cat import.txt
cat >s.lua <<'END'
for _, digits in ipairs { 0, 3, 6 } do
  local t = corpus.reviews:count("area", { beside = "large", digits = digits })
  print(t:render("csv"))
end
print(corpus.reviews:count("area", { beside = "none" }))
END
"$HEDDLE" run s.lua
