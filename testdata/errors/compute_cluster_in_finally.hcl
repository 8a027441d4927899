cluster "emr" "shared" { use = "j-1" }
compute "emr" "big" { cluster = cluster.shared }
pipeline "p" {
  finally {
    task "spark" "explode" {
      script  = "s3://acme-code/explode.py"
      runs_on = compute.big # ERROR: PC0154 finally runs when the clusters have ended, .*
    }
  }
}
