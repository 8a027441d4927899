pipeline "p" {
  task "lambda" "extract" { function = "a" }
  task "lambda" "load" {
    function = "b"
    payload  = task.extract # ERROR: PC0155 task\.extract alone is no value\. What it gives is task\.extract\.output.*
  }
}
