compute "glue" "runner" { job = "runner" }
pipeline "p" {
  task "spark" "positional" {
    script  = "s3://acme-code/explode.py"
    args    = ["2026-01-05", "full"] # ERROR: PC0309 .* "2026-01-05" is no name: one begins with two dashes\.
    runs_on = compute.runner
  }
  task "spark" "twice" {
    script  = "s3://acme-code/explode.py"
    args    = ["--day", "1", "--day", "2"] # ERROR: PC0309 .* "--day" stands here twice, and only one value would count\.
    runs_on = compute.runner
  }
  task "spark" "reserved" {
    script  = "s3://acme-code/explode.py"
    args    = ["--class", "com.acme.Explode"] # ERROR: PC0309 .* "--class" is said by an argument of the task: class\.
    runs_on = compute.runner
  }
}
