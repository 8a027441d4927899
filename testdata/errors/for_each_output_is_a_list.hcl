pipeline "p" {
  task "lambda" "a" {
    for_each = [1]
    function = "a"
    returns  = object({ n = number })
  }
  output = task.a.output.n # ERROR: PC0120 A list of objects has no members\. An index such as \[0\] takes one of its elements, and \[\*\]\.n takes "n" of each\.
}
