$HEDDLE import $ROOT/data/sample >/dev/null
for call in 'corpus.reviews:count("area"):chart{ kind = "network" }' \
    'corpus.reviews:count("area"):chart{ kind = "pie" }' \
    'corpus.reviews:crosstab{ rows = "theme", cols = "age_band" }:chart{ kind = "grouped" }' \
    'corpus.reviews:crosstab{ rows = "theme", cols = "area" }:chart{ cols = "Hartlepol" }' \
    'corpus.reviews:count("area"):chart{ top = 41 }' \
    'corpus.reviews:count("area"):chart():render("png")' \
    'corpus.reviews:count("area"):chart():save("x.png")' \
    'corpus.reviews:quotes{ rows = "theme" }:chart()'; do
    $HEDDLE -e "print($call)" 2>&1
done
