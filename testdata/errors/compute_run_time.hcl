locals { id = run.id } # ERROR: PC0154 "run\.id" is known only when the pipeline runs, but a compute block is known at compile time\. .*
compute "lambda" "fn" { function = "f-${local.id}" }
compute "lambda" "other" { function = aws.region } # ERROR: PC0154 "aws\.region" is known only when .*
pipeline "p" {}
