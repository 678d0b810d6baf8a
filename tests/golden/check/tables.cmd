cp "$ROOT/tests/golden/check/tables.md" . && "$HEDDLE" check tables.md
