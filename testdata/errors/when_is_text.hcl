pipeline "p" {
  task "lambda" "a" {
    function = "a"
    when     = "yes please" # ERROR: PC0124 .*bool.*
  }
}
