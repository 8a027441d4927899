pipeline "p" {
  task "asl" "verbatim" { # ERROR: PC0210 A task of kind "asl" is part of the language, but .*
    definition = file("x.asl.json")
  }
  output = task.verbatim.output
}
