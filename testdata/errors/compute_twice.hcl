compute "lambda" "fn" { function = "a" }
compute "glue" "fn" { job = "b" } # ERROR: PC0205 The name "fn" is taken already\. .*
pipeline "p" {}
