pipeline "p" {
  role = "arn:aws:iam::123456789012:role/mine"
  task "lambda" "load" { function = "load" }
  permissions {
    boundary = "arn:aws:iam::123456789012:policy/orders" # ERROR: PC0218 A boundary is set on the roles that deploying makes, and this pipeline runs under a role of yours\. Set it there, or take "role" away\.
  }
}
