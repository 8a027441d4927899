pipeline "p" {
  task "lambda" "x" {
    function = "f"
    catch {
      on     = ["any"]
      then   = "continue"
      output = result # ERROR: PC0154 "result" is known in a task's own output and poll only\.
    }
  }
}
