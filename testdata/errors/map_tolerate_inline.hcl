pipeline "p" {
  map "m" {
    items    = [1]
    tolerate = "5%" # ERROR: PC0218 "tolerate" needs distributed = true, with which each element runs in an execution of its own\.
    task "lambda" "x" { function = "f" }
  }
}
