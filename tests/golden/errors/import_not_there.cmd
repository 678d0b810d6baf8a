$HEDDLE import nothere.jsonl
