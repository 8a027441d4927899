cluster "emr" "shared" { # ERROR: PC0306 A cluster at top level belongs to no pipeline, .*
  release = "emr-7.5.0"
}
pipeline "p" {}
