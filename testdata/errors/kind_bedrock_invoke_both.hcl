pipeline "p" {
  task "bedrock_invoke" "a" { # ERROR: PC0203 One of "body" and "input" is required in task "bedrock_invoke" "a", and all are left out\.
    model   = "anthropic.claude-3-haiku-20240307-v1:0"
    profile = "eu.anthropic.claude-3-haiku-20240307-v1:0" # ERROR: PC0218 "model" and "profile" cannot be given together: only one of "model" and "profile" can\.
  }
}
