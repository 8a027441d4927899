pipeline "p" {
  input "key" {}
  trigger "s3_object" "t" {
    bucket = "b"
    input  = { key = trigger.detail.object.key, key = "x" } # ERROR: PC0205 The input "key" is given twice\.
  }
}
