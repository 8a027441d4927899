pipeline "p" {
  choice "c" {
    case "a" {
      when = true
      retry { on = ["any"] } # ERROR: PC0201 A block of type "retry" is not expected in case "a"\. Blocks that can stand here are "choice", "map", "parallel", "sequence", "stage" and "task"\.
    }
  }
}
