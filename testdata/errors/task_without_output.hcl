pipeline "p" {
  task "lambda" "extract" { function = "a" }
  task "lambda" "load" {
    function = "b"
    payload  = { rows = task.extract.rows } # ERROR: PC0155 .*Did you mean task\.extract\.output\.rows\?
  }
}
