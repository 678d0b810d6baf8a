$HEDDLE import $ROOT/data/sample >/dev/null && $HEDDLE run $ROOT/scripts/theme_matrix.lua --out o && for f in o/*; do [ ! -f "$f" ] || { echo "== $f"; cat "$f"; }; done
