pipeline "p" {
  choice "size" {
    task "lambda" "a" { function = "a" } # ERROR: PC0201 A block "task" stands inside of a case here: .*
  }
}
