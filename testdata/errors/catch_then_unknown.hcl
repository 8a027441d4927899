pipeline "p" {
  task "lambda" "a" {
    function = "a"
    catch {
      on   = ["any"]
      then = "retry" # ERROR: PC0208 "retry" is none of the values possible here\. Possible are "continue", "fail" and "succeed_pipeline"\.
    }
  }
}
