pipeline "p" {
  choice "c" {
    case "a" {
      when   = true
      output = { n = 1 }
    }
  }
  output = task.c.output.a # ERROR: PC0120 There is no member "a" here\. The members are "case" and "output"\.
}
