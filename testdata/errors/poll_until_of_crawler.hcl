pipeline "p" {
  task "glue_crawler" "a" {
    crawler = "a"
    poll {
      every = "1m"
      until = result.State == "READY" # ERROR: PC0307 A task "glue_crawler" knows by itself .*sets "every" and "delay" only\.
    }
  }
}
