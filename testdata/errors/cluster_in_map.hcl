pipeline "p" {
  map "m" {
    items = [1]
    cluster "emr" "c" { use = "j-1" } # ERROR: PC0201 A cluster stands in a pipeline or at top level, not inside of a block\.
    task "emr_step" "a" {
      cluster = "j-1"
      command = ["x"]
    }
  }
}
