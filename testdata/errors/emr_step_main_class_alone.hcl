pipeline "p" {
  task "emr_step" "x" {
    cluster    = "j-1"
    main_class = "X" # ERROR: PC0218 "main_class" means nothing without "jar"\.
    command    = ["ls"]
  }
}
