pipeline "p" {
  input "a" { type = list(string) }
  output = input.a ? "x" : "y" # ERROR: PC0124 A condition is a bool, not a list of strings\.
}
