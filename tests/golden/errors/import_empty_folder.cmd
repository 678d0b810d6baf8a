mkdir d; $HEDDLE import d
