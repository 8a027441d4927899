pipeline "p" {
  task "lambda" "a" {
    function = "f"
    retry { on = "States.TaskFailed" } # ERROR: PC0222 "on" is a list of errors: put brackets around it, as in on = \["States\.TaskFailed"\]\.
  }
}
