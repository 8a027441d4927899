pipeline "p" {
  task "lambda" "load" {
    function = "load"
    permissions { # ERROR: PC0201 A block "permissions" stands directly in a pipeline, not inside of another block\.
      boundary = "arn:aws:iam::123456789012:policy/orders"
    }
  }
}
