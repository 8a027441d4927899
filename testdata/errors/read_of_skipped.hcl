pipeline "p" {
  input "full" { type = bool }
  task "lambda" "extra" {
    when     = input.full
    function = "a"
  }
  output = { rows = task.extra.output.rows } # ERROR: PC0158 "extra" may be skipped.*try\(task\.extra\.output, null\).*
}
