"$HEDDLE" import --store s.db "$ROOT/data/sample" >/dev/null
"$HEDDLE" import --store h.db "$ROOT/data/hsscp" >/dev/null
for store in s h; do
    case $store in s) set --  ;; h) set --  ;; esac
    "$HEDDLE" run --store $store.db "$ROOT/scripts/excel_tables.lua" --param formats=md,xlsx "$@" || exit
    echo "--- $store"
    cat out/tables.md
done
