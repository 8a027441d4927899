pipeline "p" {
  task "glue_crawler" "x" {
    crawler    = "c"
    if_running = "ignore" # ERROR: PC0208 "ignore" cannot be the value of "if_running"\. It can be "fail", "join", "skip" and "wait"\.
  }
}
