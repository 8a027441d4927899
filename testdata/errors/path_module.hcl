pipeline "p" {
  task "lambda" "b" {
    function = "b"
    payload  = { r = file("${path.module}/x.json") } # ERROR: PC0151 There is no name "path"\. Files are named relative to the project directory: file\("x\.json"\)\.
  }
}
