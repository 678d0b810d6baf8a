"$HEDDLE" check "$ROOT/tests/golden/check/panel.md"
