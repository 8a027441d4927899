pipeline "p" {
  task "asl" "verbatim" {
    definition = file("load.asl.json") # ERROR: PC0130 There is no file "load\.asl\.json" in the project\.
  }
}
