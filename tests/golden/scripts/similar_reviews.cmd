$HEDDLE import $ROOT/data/sample >/dev/null && $HEDDLE run $ROOT/scripts/similar_reviews.lua --out o && for f in o/*; do [ ! -f "$f" ] || { echo "== $f"; cat "$f"; }; done
