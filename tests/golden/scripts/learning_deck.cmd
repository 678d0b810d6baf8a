# The whole deck, of the sample from one day on, and with a name of its own.
"$HEDDLE" import --store s.db "$ROOT/data/sample" >/dev/null
"$HEDDLE" import --store h.db "$ROOT/data/hsscp" >/dev/null
for store in s h; do
    case $store in s) set -- --param since=2025-04-01 ;; h) set --  ;; esac
    "$HEDDLE" run --store $store.db "$ROOT/scripts/learning_deck.lua" "$@" || exit
    echo "--- $store"
    cat out/learning-deck.md
done
"$HEDDLE" run --store h.db "$ROOT/scripts/learning_deck.lua" --param name=march --param audience=public
ls out
