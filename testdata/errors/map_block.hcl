pipeline "p" {
  map "regions" { # ERROR: PC0210 A block "map" is part of the language, but .*
    items = ["eu", "us"]
    task "lambda" "a" {
      function = "a"
      payload  = { region = each.value }
    }
  }
  output = { all = task.regions.output }
}
