cp "$ROOT/tests/golden/check/forms.md" . && "$HEDDLE" check forms.md
