# What help refuses.
for words in "--man more" "--man --completion bash" "--completion fsh" "--completion" "--completion bash more" "one two" "--mann"; do
    $HEDDLE help $words 2>&1
    echo "=> $?"
done
HEDDLE_THREADS=none $HEDDLE import --help | head -1
$HEDDLE --help >/dev/full
echo "=> $?"
