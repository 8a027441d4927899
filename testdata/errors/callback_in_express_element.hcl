pipeline "p" {
  map "m" {
    items       = [1]
    distributed = true
    execution   = "express"
    task "approval" "a" { # ERROR: PC0308 The elements of "m" run in express executions, which cannot wait for a callback\. Make it "standard"\.
      ask     = "topic"
      timeout = "1m"
    }
  }
}
