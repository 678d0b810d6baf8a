cp "$ROOT"/tests/golden/check/*.md . 
for rule in half-up half-even down; do
  "$HEDDLE" check --rounding $rule half_up.md mixed.md down.md; echo "$rule: $?"
done
