pipeline "p" {
  task "lambda" "a" {
    function = "a"
    timeout  = "5 minutes" # ERROR: PC0209 "5 minutes" is no duration\. Did you mean "5m"\? Durations are text such as "45s", "10m".*
  }
}
