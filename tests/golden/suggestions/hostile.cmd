# Quotes, control characters, marks, and names of the greatest length.
awk 'BEGIN {
  long = sprintf("%995s", ""); gsub(/ /, "x", long)
  print "{\"theme\": {\"code\": \"q\", \"label\": \"The \\\"quoted\\\" \\\\ name of it\"}}"
  print "{\"theme\": {\"code\": \"long\", \"label\": \"" long "\"}}"
  print "{\"theme\": {\"code\": \"u\", \"label\": \"Caf\\u00e9 \\u202e culture\"}}"
  print "{\"review\": {\"id\": \"R \\\"1\\\"\", \"coded\": true, \"findings\": [{\"id\": \"1\", \"text\": \"line\\nbreak \\u0001 \\u001b[31m bell\", \"themes\": [\"q\"]}, {\"id\": \"2\", \"text\": \"line\\tbreak, bell\", \"themes\": [\"q\"]}]}}"
  print "{\"review\": {\"id\": \"S\", \"findings\": [{\"id\": \"\\\"1\\\\\", \"text\": \"\\u0001 bell \\nline\\tbreak\"}, {\"id\": \"2\", \"themes\": [\"A \\\"quoted\\\" name\\\\ of it, the\", \"}]{\\\"theme\\\": 1}\", \"Cafe\\u0301 culture \\u202e\", \"" long "y\", \"All\", \"%s %d\", \"[quoted] (.-) name+ of it\"]}]}}"
}' >h.jsonl
$HEDDLE import h.jsonl >/dev/null || exit
$HEDDLE suggestions >s.jsonl
cut -c 1-600 s.jsonl
$HEDDLE suggestions --evaluate | head -3
LC_ALL=C tr -d '\n\040-\176\200-\377' <s.jsonl | wc -c
