"$HEDDLE" import --store s.db "$ROOT/tests/golden/check/store.jsonl" >/dev/null
cp "$ROOT/tests/golden/check/store.md" .
"$HEDDLE" check --store s.db store.md; echo $?
"$HEDDLE" check --store s.db --format json store.md; echo $?
