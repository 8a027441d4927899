pipeline "p" {
  trigger "s3_object" "t" { bucket = "x" }
  task "lambda" "a" {
    function = "a"
    payload  = { key = trigger.detail.object.key } # ERROR: PC0154 "trigger" is known in the input of a trigger only\.
  }
}
