pipeline "p" {
  task "sagemaker_training" "train" {
    role_arn                = "arn:aws:iam::123456789012:role/r"
    algorithm_specification = { TrainingImage = "i", TrainingInputMode = "File" }
    output_data_config      = { S3OutputPath = "s3://acme-lake/out/" }
    resource_config         = { InstanceType = "ml.m5.large", InstanceCount = "one", VolumeSizeInGB = 10 } # ERROR: PC0124 "InstanceCount" of "sagemaker:createTrainingJob" is a whole number, and this is a string\.
    stopping_condition      = { MaxRuntime = 60 }                                                          # ERROR: PC0121 "stopping_condition" of "sagemaker:createTrainingJob" takes no "MaxRuntime"\. It takes "MaxPendingTimeInSeconds", "MaxRuntimeInSeconds" and "MaxWaitTimeInSeconds"\.
  }
  task "ecs_task" "run" {
    cluster    = "c"
    definition = "d"
    overrides  = { ContainerOverride = [] } # ERROR: PC0121 "overrides" of "ecs:runTask" takes no "ContainerOverride"\. Did you mean "ContainerOverrides"\?
  }
}
