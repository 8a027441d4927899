pipeline "p" {
  task "lambda" "a" {
    concurrency = 3 # ERROR: PC0218 "concurrency" means nothing without "for_each"\.
    function    = "a"
  }
}
