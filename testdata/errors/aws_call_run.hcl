pipeline "p" {
  input "c" {}
  task "aws" "a" {
    call = input.c # ERROR: PC0154 "input\.c" is known only when the pipeline runs, but the call is known at compile time\. Use var, local and functions of them\.
  }
}
