variable "v" {
  description = input.x # ERROR: PC0154 "input\.x" is known only when the pipeline runs, but a description is known at compile time\. Use var, local and functions of them\.
  default     = 1
}
