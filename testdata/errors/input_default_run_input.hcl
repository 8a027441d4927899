pipeline "p" {
  input "a" { default = run.input } # ERROR: PC0154 "run\.input" cannot be mentioned here: it is known once the inputs are\.
}
