pipeline "p" {
  task "glue_job" "x" { job = "j" }
  output = task.x.output.run_id # ERROR: PC0120 There is no member "run_id" here\. .*
}
