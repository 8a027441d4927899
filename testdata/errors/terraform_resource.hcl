resource "aws_sfn_state_machine" "main" { # ERROR: PC0201 A block of type "resource" is not expected at the top of a file\. This is a block of Terraform's: .*
  name = "main"
}
