# A finding asked for inside a child, in a process that has read nothing else of children before.
$HEDDLE import $ROOT/data/sample >/dev/null
for unit in reviews children findings; do
    $HEDDLE -e "return #corpus.$unit:where(\"child(finding(theme = 'hidden-adults'))\")"
    $HEDDLE -e "return #corpus.$unit:where(\"finding(child(theme = 'hidden-adults'))\")"
    $HEDDLE -e "return #corpus.$unit:where(\"finding(coded = true)\")"
done
