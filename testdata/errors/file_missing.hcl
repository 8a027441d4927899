pipeline "p" {
  task "lambda" "b" {
    function = "b"
    payload  = { r = file("x.json") } # ERROR: PC0130 There is no file "x\.json" in the project\.
  }
}
