pipeline "p" {
  task "lambda" "x" {
    concurrency = 2 # ERROR: PC0218 "concurrency" means nothing without "for_each"\.
    function    = "f"
  }
}
