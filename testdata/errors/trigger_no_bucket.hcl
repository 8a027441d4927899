pipeline "p" {
  trigger "s3_object" "t" { prefix = "x/" } # ERROR: PC0203 The argument "bucket" is required in trigger "s3_object" "t", and it is left out\. Add bucket = …\.
}
