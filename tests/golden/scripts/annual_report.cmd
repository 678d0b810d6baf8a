"$HEDDLE" import --store s.db "$ROOT/data/sample" >/dev/null
"$HEDDLE" import --store h.db "$ROOT/data/hsscp" >/dev/null
for store in s h; do
    case $store in s) set -- --param year=2024-25 ;; h) set --  ;; esac
    "$HEDDLE" run --store $store.db "$ROOT/scripts/annual_report.lua" "$@" || exit
    echo "--- $store"
    cat out/annual-report.md
done
echo "--- beside published counts; the last year there is"
"$HEDDLE" import --store s.db "$ROOT/data/comparators" >/dev/null
"$HEDDLE" run --store s.db "$ROOT/scripts/annual_report.lua"
sed -n '/^## Summary/,/^## Timeliness/p' out/annual-report.md
for year in 2018-19 2024 2024-26; do
    "$HEDDLE" run --store s.db "$ROOT/scripts/annual_report.lua" --param year=$year 2>&1
    echo "=> $?"
done
head -9 out/annual-report.md
