pipeline "p" {
  map "m" {
    items       = [1]
    distributed = true
    execution   = "express"
    stage "s" {
      map "n" { # ERROR: PC0308 No distributed map can run inside of express executions\.
        items       = [1]
        distributed = true
      }
    }
  }
}
