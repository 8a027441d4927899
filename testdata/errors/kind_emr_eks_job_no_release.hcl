pipeline "p" {
  task "emr_eks_job" "a" { # ERROR: PC0203 The argument "release" is required in task "emr_eks_job" "a", and it is left out\. Add release = …\.
    virtual_cluster = "vc"
    execution_role  = "arn:aws:iam::123456789012:role/r"
    spark           = { args = ["x"] } # ERROR: PC0120 The member "script" is required here\.
  }
}
