# Pictures within a text, rules made of letters, tables of blanks: each in a line of 300,000 bytes.
long() { head -c 300000 /dev/zero | tr '\0' "$1"; }
{
  printf '# Learning from reviews\n\n<img src="data:image/png;base64,'
  long A
  printf '" />\n\n'
  long x
  printf '\n# '
  long y
  printf '\n## KDJ Rapid Review\n### Key learning\n- '
  long z
  printf '\n- Safe'
  long ' '
  printf 'sleep'
  long ' '
  printf '\n- '
  long '['
  printf '\n'
  long '<'
  printf '\n'
} >deck.md
yes '[a](' | head -50000 | tr -d '\n' >>deck.md
printf '\n\n|' >>deck.md
long ' ' >>deck.md
printf 'x|\n' >>deck.md
yes '<!--' | head -50000 | tr -d '\n' >>deck.md
$HEDDLE convert deck.md | grep -o '"text":"Safe sleep","themes":."Safe sleep".'
