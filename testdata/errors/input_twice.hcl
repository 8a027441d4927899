pipeline "p" {
  input "a" { type = string }
  input "a" { type = number } # ERROR: PC0205 The name "a" is taken already\. The inputs of a pipeline have names of their own\.
}
