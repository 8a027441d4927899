pipeline "p" {
  task "lambda" "b" {
    function = "b"
    payload  = { r = file("../x.json") } # ERROR: PC0130 The file "\.\./x\.json" cannot be read: it is outside of the project directory\.
  }
}
