compute "fargate" "small" {
  definition  = "validate:7"
  container   = "main"
  launch_type = "EC2" # ERROR: PC0208 "EC2" cannot be the value of "launch_type"\. .*
}
pipeline "p" {}
