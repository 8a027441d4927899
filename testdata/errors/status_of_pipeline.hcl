pipeline "p" {
  task "lambda" "a" {
    function = "a"
    payload  = { s = pipeline.status } # ERROR: PC0154 "pipeline\.status" is known in finally only\.
  }
}
