pipeline "p" {
  cluster "emr" "lab" { # WARNING: PC0405 No task uses the cluster "lab", .*cluster = cluster\.lab\.
    use = "j-1"
  }
}
