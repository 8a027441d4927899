pipeline "p" {
  choice "size" {
    case "big" { when = run.name == "big" }
    default {
      when = true # ERROR: PC0202 The default runs when no case does, so it has no condition\. .*
    }
  }
}
