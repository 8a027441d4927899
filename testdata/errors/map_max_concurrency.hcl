pipeline "p" {
  map "m" {
    items           = [1]
    max_concurrency = 4 # ERROR: PC0202 An argument named "max_concurrency" is not expected in map "m"\. Did you mean "concurrency"\?
    task "lambda" "x" { function = "f" }
  }
}
