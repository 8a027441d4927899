pipeline "p" {
  map "regions" {
    items       = ["eu", "us"]
    distributed = true
    task "lambda" "a" {
      function = "a"
      catch { # ERROR: PC0208 The elements of "regions" run in executions of their own, .*
        on   = ["any"]
        then = "succeed_pipeline"
      }
    }
  }
}
