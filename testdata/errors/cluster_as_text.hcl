pipeline "p" {
  cluster "emr" "lab" { use = "j-1" }
  task "emr_step" "a" {
    cluster = cluster.lab
    command = ["true"]
  }
  task "lambda" "b" {
    function = "b"
    payload  = { id = cluster.lab } # ERROR: PC0155 cluster\.lab is no value: .*cluster\.lab\.id\.
  }
}
