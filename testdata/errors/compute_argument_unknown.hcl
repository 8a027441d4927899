compute "emr_serverless" "wide" {
  application    = "00f1abcdefgh0123"
  execution_role = "arn:aws:iam::123456789012:role/spark"
  executors      = { count = 2 } # ERROR: PC0202 An argument named "executors" is not expected in compute "emr_serverless" "wide"\. Did you mean "executor"\?
}
compute "glue" "runner" {
  job      = "runner"
  executor = { count = 2 } # ERROR: PC0202 An argument named "executor" is not expected .*
}
pipeline "p" {}
