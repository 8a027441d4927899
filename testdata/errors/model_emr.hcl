pipeline "p" {
  task "aws" "member" {
    call      = "emr:describeStep"
    arguments = { ClusterId = "j-1", StepID = "s-1" } # ERROR: PC0121 "emr:describeStep" takes no "StepID"\. Did you mean "StepId"\?
  }
  task "aws" "type" {
    call      = "emr:setTerminationProtection"
    arguments = { JobFlowIds = "j-1", TerminationProtected = false } # ERROR: PC0124 "JobFlowIds" of "emr:setTerminationProtection" is a list, and this is a string\.
  }
  task "aws" "operation" {
    call = "emr:terminateCluster" # ERROR: PC0303 The service "emr" has no action "terminateCluster"\.
  }
}
