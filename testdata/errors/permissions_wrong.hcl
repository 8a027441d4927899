pipeline "p" {
  task "lambda" "load" { function = "load" }
  permissions {
    allow {
      actions   = ["*"] # ERROR: PC0224 "\*" is everything that can be done in the account\. Name at least a service: "s3:Get\*"\.
      resources = ["acme-lake"] # ERROR: PC0224 "acme-lake" is no resource\. It is an ARN, in which \* stands for any text, such as "arn:aws:s3:::acme-lake/\*"; or "\*" for all there is\.
    }
    allow {
      actions   = ["s3.getObject"] # ERROR: PC0224 "s3\.getObject" is no action\. It is the service and the action as IAM writes them: "s3:GetObject", with \* for any text\. Did you mean "s3:GetObject"\?
      resources = ["*"]
    }
    allow {
      actions    = [] # ERROR: PC0224 "actions" names at least one action, such as "s3:GetObject"\.
      resources  = [] # ERROR: PC0224 "resources" names at least one ARN, or nothing is allowed\.
      conditions = { StringEqual = { "aws:SourceVpc" = "vpc-1" } } # ERROR: PC0224 "StringEqual" is no operator of a condition\. Did you mean "StringEquals"\?
    }
    allow {
      action    = "s3:GetObject" # ERROR: PC0202 An argument named "action" is not expected in allow\. Did you mean "actions"\?
      resources = ["*"]
    }
    allow {
      actions    = ["s3:GetObject"]
      resources  = ["*"]
      conditions = { StringEquals = "vpc-1" } # ERROR: PC0224 Conditions are written as in a policy: conditions = \{ StringEquals = \{ "aws:ResourceTag/team" = "orders" \} \}\.
    }
    allow {
      actions    = ["s3:GetObject"]
      resources  = ["*"]
      conditions = "vpc-1" # ERROR: PC0224 Conditions are written as in a policy: conditions = \{ StringEquals = \{ "aws:ResourceTag/team" = "orders" \} \}\.
    }
    boundary = "bounds" # ERROR: PC0224 "bounds" is no policy\. A boundary is the ARN of a managed policy: "arn:aws:iam::123456789012:policy/NAME"\.
  }
}
