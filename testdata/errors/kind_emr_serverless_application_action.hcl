pipeline "p" {
  task "emr_serverless_application" "a" { # ERROR: PC0203 The argument "application" is required in task "emr_serverless_application" "a", and it is left out\. Add application = …\.
    action  = "start"
    release = "emr-7.5.0" # ERROR: PC0218 "release" means nothing here: it can be given only where action == "create"\.
  }
  task "emr_serverless_application" "b" {
    action  = "launch" # ERROR: PC0208 "launch" cannot be the value of "action"\. It can be "create", "delete", "start" and "stop"\.
    release = "emr-7.5.0"
  }
  task "emr_serverless_application" "c" { # ERROR: PC0203 The argument "release" is required in task "emr_serverless_application" "c", and it is left out\. Add release = …\.
    action = "create"
  }
}
