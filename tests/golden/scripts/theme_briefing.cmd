"$HEDDLE" import --store s.db "$ROOT/data/sample" >/dev/null
"$HEDDLE" import --store h.db "$ROOT/data/hsscp" >/dev/null
for store in s h; do
    case $store in s) set -- --param theme=hidden-adults ;; h) set -- --param "theme=Information sharing and coordination" ;; esac
    "$HEDDLE" run --store $store.db "$ROOT/scripts/theme_briefing.lua" "$@" || exit
    echo "--- $store"
    cat out/theme-briefing.md
done
"$HEDDLE" run --store s.db "$ROOT/scripts/theme_briefing.lua" --param theme=hiden-adults 2>&1
echo "=> $?"
"$HEDDLE" run --store s.db "$ROOT/scripts/theme_briefing.lua" 2>&1
echo "=> $?"
echo "--- a theme that no review has"
"$HEDDLE" run --store s.db "$ROOT/scripts/theme_briefing.lua" --param theme=over-reliance
cat out/theme-briefing.md
