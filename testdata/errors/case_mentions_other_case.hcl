pipeline "p" {
  choice "c" {
    case "a" {
      when = true
      task "lambda" "x" { function = "x" }
    }
    default {
      task "lambda" "y" {
        function = "y"
        payload  = task.x.output # ERROR: PC0156 "x" is inside of case "a", which may not run, and from outside only the choice itself can be mentioned\. Give its cases an output, and mention task\.c\.output\.output\.
      }
    }
  }
}
