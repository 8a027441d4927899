pipeline "p" {
  task "glue_job" "a" {
    job = "a"
    workers { # ERROR: PC0201 "workers" is an argument, not a block: write workers = { … }\.
      type  = "G.1X"
      count = 2
    }
  }
}
