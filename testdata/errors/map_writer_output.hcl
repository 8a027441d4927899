pipeline "p" {
  map "a" {
    items       = [1]
    distributed = true
    writer      = { Resource = "arn:aws:states:::s3:putObject", Arguments = { Bucket = "b" } }
    output      = { n = 1 }
  }
  output = task.a.output.n # ERROR: PC0120 There is no member "n" here\. The members are "MapRunArn" and "ResultWriterDetails"\.
}
