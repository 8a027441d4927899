pipeline "p" {
  choice "c" {
    case "a" {
      when   = true
      output = { n = 1 }
    }
    default {
      output = { n = 2 }
    }
  }
  output = task.c.output.output.m # ERROR: PC0120 There is no member "m" here\. The members are "n"\.
}
