"$HEDDLE" check --format json "$ROOT/tests/golden/check/panel.md"
