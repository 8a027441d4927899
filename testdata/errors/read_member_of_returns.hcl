pipeline "p" {
  task "lambda" "a" {
    function = "a"
    returns  = object({ rows = number })
  }
  output = { n = task.a.output.row } # ERROR: PC0120 There is no member "row" here\. Did you mean "rows"\?
}
