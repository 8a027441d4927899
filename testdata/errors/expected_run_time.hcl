pipeline "p" {
  input "t" {}
  task "lambda" "a" {
    function = "a"
    expected = input.t # ERROR: PC0154 "input\.t" is known only when the pipeline runs, but this is a hint for the compiler\. Use var, local and functions of them\.
  }
}
