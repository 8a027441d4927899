compute "glue" "runner" {
  job    = "runner"
  script = "s3://acme-code/explode.py" # ERROR: PC0202 "script" says what to run, and a compute block says where\. .*
}
pipeline "p" {}
