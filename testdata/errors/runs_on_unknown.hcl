compute "lambda" "monolith" { function = "monolith" }
pipeline "p" {
  task "container" "validate" {
    command = ["validate"]
    runs_on = compute.monolit # ERROR: PC0309 There is no compute block named "monolit"\. Did you mean "monolith"\?
  }
  task "spark" "explode" {
    script  = "s3://acme-code/explode.py"
    runs_on = compute.wide # ERROR: PC0309 There is no compute block named "wide"\. Declare it at the top of a file: compute "emr" "wide" .*
  }
}
