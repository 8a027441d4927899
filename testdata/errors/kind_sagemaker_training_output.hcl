pipeline "p" {
  task "sagemaker_training" "a" { # ERROR: PC0203 The argument "output_data_config" is required in task "sagemaker_training" "a", and it is left out\. Add output_data_config = …\.
    role_arn = "arn:aws:iam::123456789012:role/r"
  }
}
