pipeline "p" {
  task "asl" "verbatim" {
    definition = { Type = "Succeed" }
    parameters = { Comment = "no" } # ERROR: PC0307 A task "asl" is taken as it is, so "parameters" means nothing on it\. .*
  }
}
