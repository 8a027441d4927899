pipeline "p" {
  task "sagemaker_transform" "a" {
    model               = "orders" # ERROR: PC0202 An argument named "model" is not expected in task "sagemaker_transform" "a", where the argument "model_name" is required and left out\. Is that what is meant\?
    transform_input     = {}
    transform_output    = {}
    transform_resources = {}
  }
}
