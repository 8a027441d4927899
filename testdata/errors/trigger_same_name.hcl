pipeline "p" {
  trigger "s3_object" "t" { bucket = "x" }
  trigger "s3_object" "t" { bucket = "y" } # ERROR: PC0205 The name "t" is taken already\. The triggers of a pipeline have names of their own\.
}
