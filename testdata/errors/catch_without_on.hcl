pipeline "p" {
  task "lambda" "a" {
    function = "a"
    catch { # ERROR: PC0203 The argument "on" is required in catch, .*
      then = "continue"
    }
  }
}
