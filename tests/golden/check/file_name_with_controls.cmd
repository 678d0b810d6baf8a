# What a file is called reaches the terminal as one line of plain characters.
name=$(printf 'a\n\033[31mb.md')
printf '64%% (18/30)\n' >"$name"
$HEDDLE check "$name"
