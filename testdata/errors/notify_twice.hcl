pipeline "p" {
  notify "sns" "n" { topic = "t" }
  notify "sns" "n" { topic = "u" } # ERROR: PC0205 The name "n" is taken already\. The notify blocks of a pipeline have names of their own\.
}
