pipeline "p" {
  input "n" { type = string }
  input "m" { default = 1 }
  trigger "s3_object" "t" {
    bucket = "b"
    input  = { n = input.m } # ERROR: PC0154 "input\.m" cannot be mentioned here: inputs are known in a pipeline, once they are checked\.
  }
}
