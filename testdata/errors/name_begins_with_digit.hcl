pipeline "p" {
  task "lambda" "1st" { function = "a" } # ERROR: PC0204 "1st" cannot be a name\. A name begins with a letter, goes on with letters, digits and underscores, and has at most 60 characters: "st", for example\.
}
