pipeline "p" {
  concurrency {
    limit   = 0 # ERROR: PC0208 "limit" is a whole number from 1 to 1000: .*
    on_busy = "wait"
  }
  task "lambda" "a" { function = "a" }
}
