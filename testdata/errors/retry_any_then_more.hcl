pipeline "p" {
  task "lambda" "a" {
    function = "a"
    retry { on = ["any"] } # ERROR: PC0222 "any" takes every error, so no retry after this one could ever count\. Put it last\.
    retry { on = ["timeout"] }
  }
}
