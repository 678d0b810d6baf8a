$HEDDLE import $ROOT/data/hsscp >/dev/null && $HEDDLE run $ROOT/scripts/learning_from_reviews.lua && ls out && cat out/*
