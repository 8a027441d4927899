compute "emr_serverless" "wide" { # ERROR: PC0203 The argument "execution_role" is required in compute "emr_serverless" "wide", .*
  application = "00f1abcdefgh0123"
}
compute "fargate" "small" { # ERROR: PC0203 The argument "container" is required .*
  definition = "validate:7"
}
pipeline "p" {}
