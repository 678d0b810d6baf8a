$HEDDLE import $ROOT/data/sample >/dev/null && $HEDDLE run $ROOT/scripts/themes_together.lua --out o && for f in o/*; do [ ! -f "$f" ] || { echo "== $f"; cat "$f"; }; done
