pipeline "p" {
  choice "c" {
    case "a" {
      when = task.x.output > 1 # ERROR: PC0156 "x" is inside of case "a", which may not run, and from outside only the choice itself can be mentioned\. Give its cases an output, and mention task\.c\.output\.output\.
      task "lambda" "x" { function = "f" }
    }
  }
}
