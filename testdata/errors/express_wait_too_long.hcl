pipeline "p" {
  type = "express"
  task "wait" "short" { for = "4m" }
  task "wait" "long" {
    for = "10m" # ERROR: PC0308 An express execution ends after 5 minutes, in the midst of this\. Wait for less, or make it "standard"\.
  }
}
