pipeline "p" {
  task "lambda" "a" {
    function = "a"
    payload  = { s = pipeline.nam } # ERROR: PC0151 "pipeline" has no member "nam"\. Did you mean "name"\?
  }
}
