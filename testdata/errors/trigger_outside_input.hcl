pipeline "p" {
  trigger "s3_object" "t" { bucket = trigger.detail.bucket.name } # ERROR: PC0154 "trigger" is known only when the pipeline runs, but a trigger is known at compile time\. Use var, local and functions of them\.
}
