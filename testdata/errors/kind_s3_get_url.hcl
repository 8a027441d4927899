pipeline "p" {
  task "s3_get" "a" {
    bucket  = "s3://acme-lake" # ERROR: PC0208 "s3://acme-lake" cannot be the value of "bucket"\. It looks like "acme-lake"\.
    key     = "x.json"
    kms_key = "alias/lake" # ERROR: PC0208 "alias/lake" cannot be the value of "kms_key"\. It looks like "0123abcd-0123-abcd-0123-0123456789ab"\.
  }
}
