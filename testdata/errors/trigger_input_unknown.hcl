pipeline "p" {
  input "key" {}
  trigger "s3_object" "t" {
    bucket = "b"
    input  = { kye = trigger.detail.object.key, key = "x" } # ERROR: PC0102 The pipeline "p" has no input named "kye"\. Did you mean "key"\?
  }
}
