# Reports of stores that hold little say what there is nothing for.
echo '{"source": {"id": "s"}}' >empty.jsonl
cat >bare.jsonl <<'J'
{"review": {"id": "R{1}", "coded": true, "children": [{"id": "C1", "age": 3}], "findings": [{"id": "F1", "text": "A {brace} | <b>"}]}}
J
cat >uncoded.jsonl <<'J'
{"theme": {"code": "t", "label": "A {theme}", "definition": "Of {braces}"}}
{"review": {"id": "R1", "notified": "2024", "scope": "local"}}
{"review": {"id": "R2", "notified": "2024-06-01", "children": [{"id": "C1", "age": 0, "age_weeks": 1}], "findings": [{"id": "F1", "themes": ["t"]}]}}
J
cat >one.jsonl <<'J'
{"theme": {"code": "t", "label": "A {theme}", "definition": "Of {braces}"}}
{"review": {"id": "R1", "coded": true, "scope": "local", "notified": "2024-06-01", "reviewed": "2024-09-01", "findings": [{"id": "F1", "themes": ["t"]}, {"id": "A1", "kind": "action", "text": "Do {it}"}]}}
J
for store in empty bare uncoded one; do
    "$HEDDLE" import --store $store.db $store.jsonl >/dev/null
    for script in learning_deck annual_report scorecard excel_tables theme_briefing seven_minute_briefing; do
        echo "--- $store: $script"
        set --
        case $script in scorecard) set -- --param quarter="2024-25 Q1" ;; theme* | seven*) set -- --param theme=t ;; esac
        "$HEDDLE" run --store $store.db --out $script "$ROOT/scripts/$script.lua" "$@" 2>&1 && cat $script/*.md && rm -r $script
    done
done
