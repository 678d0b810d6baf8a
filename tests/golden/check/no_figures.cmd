cp "$ROOT/tests/golden/check/no_figures.md" . && "$HEDDLE" check no_figures.md
