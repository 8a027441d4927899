pipeline "p" {
  taks "lambda" "a" { # ERROR: PC0201 A block of type "taks" is not expected in pipeline "p"\. Did you mean "task"\?
    function = "a"
  }
}
