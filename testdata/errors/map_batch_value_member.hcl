pipeline "p" {
  input "rows" { type = list(object({ n = number })) }
  map "a" {
    items       = input.rows
    distributed = true
    batch       = 10
    output      = each.value.n # ERROR: PC0120 A list of objects has no members\. An index such as \[0\] takes one of its elements, and \[\*\]\.n takes "n" of each\.
  }
}
