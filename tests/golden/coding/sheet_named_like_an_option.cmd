printf '{"review": {"id": "A", "findings": [{"text": "t"}]}}\n' >a.jsonl
$HEDDLE import a.jsonl >/dev/null
fails() { $HEDDLE "$@"; echo "code $?"; }
fails export --coding-sheet -
fails export --coding-sheet --store heddle.db
HEDDLE_STORE=heddle.db fails export --coding-sheet --store
ls
$HEDDLE export --coding-sheet ./-
ls
