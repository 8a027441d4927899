pipeline "p" {
  sequence "s" {
    cluster = cluster.nothing # ERROR: PC0306 There is no cluster named "nothing"\. Declare it: cluster "emr" "nothing" \{ … \}\.
    task "lambda" "x" { function = "f" }
  }
}
