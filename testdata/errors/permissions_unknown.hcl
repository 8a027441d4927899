pipeline "p" {
  task "lambda" "load" { function = "load" }
  permissions {
    allow {
      actions   = ["s3:GetObjcet"] # WARNING: PC0224 No action "s3:GetObjcet" is known\. Did you mean "s3:GetObject"\? IAM takes a policy with it and allows nothing by it\.
      resources = ["arn:aws:s3:::acme-lake/*"]
    }
    allow {
      actions   = ["lamda:InvokeFunction"] # WARNING: PC0224 No service is known whose actions begin with "lamda:"\. Did you mean "lambda"\? IAM takes a policy with it and allows nothing by it\.
      resources = ["*"]
    }
    allow {
      actions   = ["s3:getobject", "s3:GetObjectVersion", "glue:Get*", "new-service:DoIt"] # WARNING: PC0224 No service is known whose actions begin with "new-service:"\. IAM takes a policy with it and allows nothing by it\.
      resources = ["*"]
    }
  }
}
