pipeline "p" {
  map "m" {
    items   = [1]
    timeout = "1h" # ERROR: PC0307 A block has no timeout, for the States Language has none: give the tasks inside of it their own\.
    task "lambda" "a" { function = "a" }
  }
}
