locals {
  day = run.scheduled_date # ERROR: PC0154 "run\.scheduled_date" is known only when the pipeline runs, but a default is known at compile time\. Use var, local and functions of them\.
}
variable "v" { default = local.day }
pipeline "p" {
  task "lambda" "a" { function = "a" }
}
