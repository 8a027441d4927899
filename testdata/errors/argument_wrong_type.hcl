pipeline "p" {
  task "lambda" "a" {
    function = ["a", "b"] # ERROR: PC0124 .*string.*
  }
}
