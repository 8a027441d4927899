pipeline "p" {
  task "sagemaker_processing" "a" {
    role_arn             = "arn:aws:iam::123456789012:role/r"
    processing_resources = { ClusterConfig = { InstanceCount = 1, InstanceType = "ml.m5.large", VolumeSizeInGB = 10 } }
    image                = "features:1" # ERROR: PC0202 An argument named "image" is not expected in task "sagemaker_processing" "a", where the argument "app_specification" is required and left out\. Is that what is meant\?
  }
}
