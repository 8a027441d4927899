pipeline "p" {
  task "lambda" "a" {
    function = "a"
    retry { on = ["any", "Boom"] } # ERROR: PC0222 "any" takes every error, so it stands alone in its list\.
  }
}
