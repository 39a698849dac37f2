# C source with its comments blanked and its strings emptied, line by line.
{
  out = ""
  for (i = 1; i <= length($0); i++) {
    c = substr($0, i, 1); two = substr($0, i, 2)
    if (comment) { if (two == "*/") { comment = 0; i++ } }
    else if (quote != "") {
      if (c == "\\") i++
      else if (c == quote) { quote = ""; out = out c }
    }
    else if (two == "/*") { comment = 1; i++ }
    else if (two == "//") break
    else { if (c == "\"" || c == "'") quote = c; out = out c }
  }
  quote = ""
  print out
}
