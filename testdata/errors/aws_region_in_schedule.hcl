pipeline "p" {
  input "r" {}
  schedule "s" {
    rate  = "1 day"
    input = { r = aws.region } # ERROR: PC0154 "aws\.region" is known only when the pipeline runs, as long as it is not given on the command line with --region and --account\.
  }
}
