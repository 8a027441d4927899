pipeline "p" {
  task "asl" "verbatim" {
    definition { # ERROR: PC0201 "definition" is an argument, not a block: write definition = \{ … \}\.
      Type = "Succeed"
    }
  }
}
