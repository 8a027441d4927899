pipeline "p" {
  input "k" {}
  trigger "s3_object" "t" {
    bucket = "b"
    input  = trigger.detail # ERROR: PC0208 The input of a trigger is an object written in place: input = \{ name = value \}\.
  }
}
