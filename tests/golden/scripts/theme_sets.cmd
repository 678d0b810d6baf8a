$HEDDLE import $ROOT/data/sample >/dev/null && $HEDDLE run $ROOT/scripts/theme_sets.lua --out o && for f in o/*; do [ ! -f "$f" ] || { echo "== $f"; cat "$f"; }; done
