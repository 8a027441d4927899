pipeline "p" {
  task "lambda" "a" {
    function = "a"
    catch {
      on     = ["any"]
      then   = "continue"
      output = { why = error.message } # ERROR: PC0151 "error" has no member "message"\. It has "cause", "name" and "task"\.
    }
  }
}
