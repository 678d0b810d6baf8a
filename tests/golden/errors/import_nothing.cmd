$HEDDLE import
