cp "$ROOT/tests/golden/check/sums.md" . && "$HEDDLE" check sums.md
