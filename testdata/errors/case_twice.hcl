pipeline "p" {
  choice "size" {
    case "big" { when = run.name == "big" }
    case "big" { when = run.name == "huge" } # ERROR: PC0205 The name "big" is taken already\. .*
  }
}
