locals "x" { # ERROR: PC0206 A block "locals" has no labels, and this one has 1\. Write it as: locals \{ … \}\.
  a = 1
}
