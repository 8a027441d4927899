pipeline "p" {
  task "lambda" "" { function = "a" } # ERROR: PC0204 "" cannot be a name\. A name begins with a letter, goes on with letters, digits and underscores, and has at most 60 characters\.
}
