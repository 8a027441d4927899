pipeline "p" {
  task "lambda" "b" {
    function = "b"
    lifecycle { prevent_destroy = true } # ERROR: PC0201 A block of type "lifecycle" is not expected in task "lambda" "b"\. Blocks that can stand here are "catch", "poll" and "retry"\.
  }
}
