pipeline "p" {
  task "fail" "a" {
    message = "too old" # ERROR: PC0202 An argument named "message" is not expected in task "fail" "a", where the argument "error" is required and left out\. Is that what is meant\?
  }
}
