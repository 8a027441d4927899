pipeline "p" {
  task "lambda" "load" { function = "a" }
  task "glue_job" "load" { job = "b" } # ERROR: PC0205 The name "load" is taken already\. .*one namespace.*
}
