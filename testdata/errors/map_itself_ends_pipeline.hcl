pipeline "p" {
  map "m" {
    items       = [1]
    distributed = true
    task "lambda" "a" { function = "a" }
    catch { # ERROR: PC0208 The elements of "m" run in executions of their own, so nothing in them can end this one\. Use then = "continue"\.
      on   = ["any"]
      then = "succeed_pipeline"
    }
  }
}
