# A heat map, a network and a funnel as SVG; a title that is markup stays text.
"$HEDDLE" import "$ROOT/data/sample" >/dev/null
"$HEDDLE" -e 'return corpus.reviews:cooccurrence{ matrix = true, depth = 1 }:chart{ title = "<b>&" }:render("svg")'
"$HEDDLE" -e 'return corpus.reviews:crosstab{ rows = "area", cols = "theme", depth = 1 }:chart{ kind = "heat" }:render("svg")' | grep -c "<rect"
"$HEDDLE" -e 'return corpus.reviews:cooccurrence{ depth = 1, min = 7 }:chart():render("svg")'
"$HEDDLE" -e 'return heddle.funnel{ { "All", corpus.reviews }, { "Coded", corpus.reviews:where{ coded = true } } }:chart():render("svg")'
