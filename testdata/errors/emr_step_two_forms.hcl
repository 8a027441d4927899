pipeline "p" {
  task "emr_step" "a" {
    cluster = "j-1"
    command = ["true"]
    spark   = { script = "s3://a/b.py" } # ERROR: PC0218 .*cannot be given together.*
  }
}
