compute "glue" "runner" { job = "runner" }
pipeline "p" {
  input "words" { type = list(string) }
  input "word" { type = string }
  task "spark" "all" {
    script  = "s3://acme-code/explode.py"
    args    = input.words # ERROR: PC0309 .* How many there are, and their names, are known only when this pipeline runs\.
    runs_on = compute.runner
  }
  task "spark" "name" {
    script  = "s3://acme-code/explode.py"
    args    = [input.word, "1"] # ERROR: PC0309 .* This is a name, and is known only when the pipeline runs\.
    runs_on = compute.runner
  }
}
