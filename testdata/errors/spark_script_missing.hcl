pipeline "p" {
  task "emr_step" "x" {
    cluster = "j-1"
    spark   = { args = ["x"] } # ERROR: PC0120 The member "script" is required here\.
  }
}
