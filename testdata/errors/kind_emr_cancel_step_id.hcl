pipeline "p" {
  task "emr_cancel_step" "a" {
    cluster = "j-1"
    step_id = "s-1" # ERROR: PC0202 An argument named "step_id" is not expected in task "emr_cancel_step" "a"\. Did you mean "step"\?
  }
}
