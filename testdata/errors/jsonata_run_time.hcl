pipeline "p" {
  input "x" {}
  output = jsonata("$count(${input.x})") # ERROR: PC0133 The text depends on the execution\. Give it the value by a name instead: jsonata\("\$sum\(\$rows\)", \{ rows = task\.a\.output \}\)\.
}
