pipeline "p" {
  map "a" {
    reader = { Resource = "arn:aws:states:::s3:getObject", Arguments = { Bucket = "b", Key = "k" } } # ERROR: PC0218 "reader" needs distributed = true, with which each element runs in an execution of its own\.
  }
}
