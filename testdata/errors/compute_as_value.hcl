compute "lambda" "fn" { function = "monolith" }
pipeline "p" {
  task "value" "where" { value = compute.fn } # ERROR: PC0155 compute\.fn is no value: .*
}
