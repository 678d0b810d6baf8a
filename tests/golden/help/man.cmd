$HEDDLE help --man
