compute "wide" { # ERROR: PC0206 A block "compute" has 2 labels, .*
  application = "a"
}
pipeline "p" {
  task "spark" "explode" {
    script  = "s3://acme-code/explode.py"
    runs_on = compute.wide
  }
}
