"$HEDDLE" import --store s.db "$ROOT/data/sample" >/dev/null
"$HEDDLE" import --store h.db "$ROOT/data/hsscp" >/dev/null
for store in s h; do
    case $store in s) set -- --param theme=forensic-medicals ;; h) set -- --param review=CF ;; esac
    "$HEDDLE" run --store $store.db "$ROOT/scripts/seven_minute_briefing.lua" "$@" || exit
    echo "--- $store"
    cat out/seven-minute-briefing.md
done
echo "--- a review with an action, one not yet coded"
for review in SYN-12 SYN-15; do
    "$HEDDLE" run --store s.db "$ROOT/scripts/seven_minute_briefing.lua" --param review=$review --param top=2
    cat out/seven-minute-briefing.md
done
for words in "" "theme=neglect" "review=SYN-99" "theme=domestic-abuse --param review=SYN-12"; do
    "$HEDDLE" run --store s.db "$ROOT/scripts/seven_minute_briefing.lua" ${words:+--param $words} 2>&1
    echo "=> $?"
done
