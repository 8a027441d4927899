pipeline "p" {
  task "lambda" "load-orders" { function = "a" } # ERROR: PC0204 "load-orders" cannot be a name\..*load_orders.*
  task "lambda" "next" {
    function   = "b"
    depends_on = [task.load-orders]
  }
}
