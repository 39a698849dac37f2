# C source with its comments blanked and its strings emptied, as "FILE:LINE\001TEXT".
FNR == 1 { comment = 0 }
{
  out = ""; rest = $0
  while (rest != "") {
    if (comment) {
      if (!(end = index(rest, "*/"))) break
      rest = substr(rest, end + 2); comment = 0
    } else if (!match(rest, /["']|\/[*\/]/)) { out = out rest; break }
    else {
      out = out substr(rest, 1, RSTART - 1)
      mark = substr(rest, RSTART, RLENGTH); rest = substr(rest, RSTART + RLENGTH)
      if (mark == "//") break
      if (mark == "/*") { comment = 1; continue }
      out = out mark
      while (rest != "" && substr(rest, 1, 1) != mark) rest = substr(rest, substr(rest, 1, 1) == "\\" ? 3 : 2)
      if (rest != "") { out = out mark; rest = substr(rest, 2) }
    }
  }
  print FILENAME ":" FNR "\001" out
}
