pipeline "p" {
  input "a" { default = "x" }
  input "b" { default = input.a } # ERROR: PC0154 "input\.a" cannot be mentioned here: inputs are known in a pipeline, once they are checked\.
}
