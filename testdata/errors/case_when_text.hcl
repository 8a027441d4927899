pipeline "p" {
  choice "c" {
    case "a" {
      when = "big" # ERROR: PC0124 This must be a bool, and it is text\. An expression stands without quotes; a bool is true or false\.
    }
  }
}
