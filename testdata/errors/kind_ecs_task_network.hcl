pipeline "p" {
  task "ecs_task" "a" {
    definition = "load:7"
    network    = { subnet = ["subnet-1"] } # ERROR: PC0121 No member "subnet" is known here\. Did you mean "subnets"\?
  }
}
