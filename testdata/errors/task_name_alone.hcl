pipeline "p" {
  task "lambda" "extract" { function = "a" }
  task "lambda" "load" {
    function = "b"
    payload  = extract.output # ERROR: PC0151 There is no name "extract"\. What a task gives is mentioned as task\.extract\.output\.
  }
}
