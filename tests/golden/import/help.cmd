$HEDDLE help; $HEDDLE help crosstab; $HEDDLE help crostab; $HEDDLE --version; $HEDDLE help import; $HEDDLE help set:themes
