pipeline "p" {
  task "activity" "a" {
    activity = "arn:aws:states:eu-west-1:123456789012:activity:label"
    timeout  = "1d"
    role     = "arn:aws:iam::123456789012:role/other" # ERROR: PC0307 AWS lets no other role be assumed for a task "activity": it runs under the machine's own, so "role" means nothing on it\.
    input    = "text" # ERROR: PC0208 "input" is an object: input = \{ Name = value \}\.
  }
}
