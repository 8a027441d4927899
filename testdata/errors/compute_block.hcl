compute "lambda" "fn" { function = "a" } # ERROR: PC0210 A compute block is part of the language, but .*
pipeline "p" {}
