pipeline "p" {
  map "a" {
    items  = [1]
    output = { n = 1 }
  }
  output = task.a.output.n # ERROR: PC0120 A list of objects has no members\. An index such as \[0\] takes one of its elements, and \[\*\]\.n takes "n" of each\.
}
