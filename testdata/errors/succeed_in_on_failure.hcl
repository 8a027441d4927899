pipeline "p" {
  on_failure {
    task "lambda" "a" {
      function = "a"
      catch {
        on   = ["any"]
        then = "succeed_pipeline" # ERROR: PC0208 In on_failure it is decided already how the execution ends, so nothing in it can be "succeed_pipeline"\.
      }
    }
  }
}
