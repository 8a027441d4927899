pipeline "p" {
  choice "size" {
    case "big" {
      when = run.name == "big"
      task "lambda" "a" { function = "a" }
    }
  }
  task "lambda" "b" {
    function = "b"
    payload  = task.a.output # ERROR: PC0156 "a" is inside of case "big", which may not run, .*
  }
}
