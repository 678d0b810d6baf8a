$HEDDLE imprt x
