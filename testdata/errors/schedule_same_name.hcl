pipeline "p" {
  schedule "s" { rate = "1 hour" }
  schedule "s" { rate = "2 hours" } # ERROR: PC0205 The name "s" is taken already\. The schedules of a pipeline have names of their own\.
}
