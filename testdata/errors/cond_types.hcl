pipeline "p" {
  input "a" { type = bool }
  output = input.a ? "x" : ["y"] # ERROR: PC0124 The true and false result expressions must have consistent types\. The 'true' value is string, but the 'false' value is tuple\.
}
