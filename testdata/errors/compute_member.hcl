compute "emr_serverless" "wide" {
  application    = "00f1abcdefgh0123"
  execution_role = "arn:aws:iam::123456789012:role/spark"
  executor       = { instances = 2 } # ERROR: PC0121 No member "instances" .*
}
pipeline "p" {}
