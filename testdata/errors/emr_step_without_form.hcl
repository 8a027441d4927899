pipeline "p" {
  task "emr_step" "a" { # ERROR: PC0203 One of "jar", "spark", .* is required in task "emr_step" "a", and all are left out\.
    cluster = "j-1"
  }
}
