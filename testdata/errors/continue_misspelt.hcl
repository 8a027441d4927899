pipeline "p" {
  task "lambda" "a" {
    function = "f"
    catch {
      on   = ["any"]
      then = "contine" # ERROR: PC0208 "contine" is none of the values possible here\. Did you mean "continue"\?
    }
  }
}
