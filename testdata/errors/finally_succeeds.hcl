pipeline "p" {
  finally {
    task "lambda" "a" {
      function = "a"
      catch {
        on   = ["any"]
        then = "succeed_pipeline" # ERROR: PC0208 In finally it is decided already .*
      }
    }
  }
}
