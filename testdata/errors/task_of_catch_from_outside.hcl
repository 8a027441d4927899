pipeline "p" {
  task "lambda" "a" {
    function = "a"
    catch {
      on = ["any"]
      task "lambda" "rescue" { function = "b" }
    }
  }
  task "lambda" "c" {
    function   = "c"
    depends_on = [task.rescue] # ERROR: PC0156 "rescue" runs only after an error, in the catch of "a", .*
  }
}
