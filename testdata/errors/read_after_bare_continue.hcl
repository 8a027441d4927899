pipeline "p" {
  task "lambda" "a" {
    function = "a"
    catch {
      on   = ["any"]
      then = "continue"
    }
  }
  task "lambda" "b" {
    function = "b"
    payload  = task.a.output.rows # ERROR: PC0158 After an error "a" continues without an output.*
  }
}
