pipeline "p" {
  trigger "s3" "late" { # ERROR: PC0208 There is no trigger of type "s3"\. There are "event" and "s3_object"\.
    bucket = "lake"
  }
}
