# A value or theme with the name of the row of totals is found by it; the total is t:n().
cat >a.jsonl <<'END'
{"theme": {"code": "t1", "label": "Total"}}
{"theme": {"code": "t2", "label": "Reviews (base)"}}
{"theme": {"code": "t3", "label": "Not a total"}}
{"crosswalk": {"frame": "other", "version": "1", "themes": [{"code": "x", "label": "y", "from": ["t1"]}, {"code": "y", "label": "x", "from": ["t3"]}]}}
{"review": {"id": "R1", "coded": true, "area": "Total", "findings": [{"text": "x", "themes": ["t1", "t2", "t3"]}]}}
{"review": {"id": "R2", "coded": true, "area": "All reviews", "findings": [{"text": "x", "themes": ["t3"]}]}}
{"review": {"id": "R3", "coded": true, "area": "Reviews (base)", "findings": [{"text": "x", "themes": ["t3"]}]}}
{"review": {"id": "R4", "coded": true, "area": "Reviews (base)", "findings": []}}
END
"$HEDDLE" import a.jsonl >import.txt || cat import.txt
cat >s.lua <<'END'
local r = corpus.reviews
print(r:count("area"):n("Total"), r:count("area"):n(), r:count("theme"):n("Total"), r:count("other"):n("Total"))
local t = r:crosstab { rows = "area", cols = "theme" }
print(t:n("Reviews (base)"), t:n(), #t:set("Reviews (base)"))
t = r:crosstab { rows = "theme", cols = "area", percent = "row" }
print(t:n("All reviews"), t:n("Reviews (base)"), t:n(nil, "All reviews"))
t = r:compare { by = "area" }
print(t:n("Reviews (base)", "Total"), t:n("All", "Total"), (t:value("Reviews (base)", "Total")))
-- A label that is another theme's code: the code is meant.
t = r:count("other")
print(t:n("x"), t:n("y"))
END
"$HEDDLE" run s.lua
