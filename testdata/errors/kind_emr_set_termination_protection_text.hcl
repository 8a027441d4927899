pipeline "p" {
  task "emr_set_termination_protection" "a" {
    cluster   = "j-1"
    protected = "on" # ERROR: PC0124 This must be a bool, and it is text\. An expression stands without quotes; a bool is true or false\.
  }
}
