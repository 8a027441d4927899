pipeline "p" {
  task "lambda" "a" { function = loader } # ERROR: PC0151 There is no name "loader"\. Text stands in quotes: "loader"\.
}
