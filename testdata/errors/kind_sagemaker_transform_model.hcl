pipeline "p" {
  task "sagemaker_transform" "a" {
    model               = "orders" # ERROR: PC0202 An argument named "model" is not expected in task "sagemaker_transform" "a", where the argument "model_name" is required and left out\. Is that what is meant\?
    transform_input     = { DataSource = { S3DataSource = { S3DataType = "S3Prefix", S3Uri = "s3://acme-lake/in/" } } }
    transform_output    = { S3OutputPath = "s3://acme-lake/out/" }
    transform_resources = { InstanceCount = 1, InstanceType = "ml.m5.large" }
  }
}
