# What changed since the last quarter; a limit of late reviews that is passed saves nothing, without one all is saved.
"$HEDDLE" import "$ROOT/data/sample" >/dev/null
card() {
    "$HEDDLE" run "$ROOT/scripts/scorecard.lua" "$@" 2>&1
    echo "=> $?"
}
card --param quarter="2025-26 Q1" --param limit=0
ls out 2>/dev/null
card --param quarter="2025-26 Q1" --param limit=1
ls out && rm -r out
card --param quarter="2025-26 Q1" --param limit=none
card --param quarter="2025-26 Q1"
cat out/scorecard.md
echo "--- over the end of a year, nothing late"
card --param quarter="2024-25 Q4"
sed -n '1,/^## Themes/p' out/scorecard.md
card --param quarter="2024-25 Q1"
head -5 out/scorecard.md
card --param quarter=spring
echo "--- actions over time"
card --param quarter="2026-27 Q4"
sed -n '/^## Open/,$p' out/scorecard.md
