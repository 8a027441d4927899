pipeline "p" {
  task "Lambda" "a" { function = "a" } # ERROR: PC0301 There is no task kind "Lambda"\. Did you mean "lambda"\?
}
