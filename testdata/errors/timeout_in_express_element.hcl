pipeline "p" {
  map "m" {
    items       = ["a"]
    distributed = true
    execution   = "express"
    task "glue_crawler" "c" { crawler = each.value } # its timeout is 5 minutes, unless it is given
    task "glue_crawler" "d" {
      crawler = each.value
      timeout = "1h" # ERROR: PC0308 An express execution ends after 5 minutes, so a timeout in it is at most "5m"\.
    }
  }
}
