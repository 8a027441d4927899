locals { raw = "s3://lake/raw" }
pipeline "p" {
  task "lambda" "a" { function = local.rwa } # ERROR: PC0153 No local named "rwa" is declared\. Did you mean "raw"\?
}
