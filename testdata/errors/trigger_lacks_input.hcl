pipeline "p" {
  input "key" { type = string }
  trigger "s3_object" "late" { # ERROR: PC0216 The input "key" has no default, and trigger "s3_object" "late" does not supply it.*
    bucket = "lake"
  }
}
