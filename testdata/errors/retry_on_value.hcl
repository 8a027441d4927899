pipeline "p" {
  task "value" "a" {
    value = 1
    retry { on = ["any"] } # ERROR: PC0307 A task "value" calls no service, so "retry" means nothing on it\..*
  }
}
