pipeline "p" {
  task "aws_lambda" "a" { function = "a" } # ERROR: PC0301 There is no task kind "aws_lambda"\. Did you mean "lambda"\?
}
