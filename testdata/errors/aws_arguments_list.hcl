pipeline "p" {
  task "aws" "a" {
    call      = "s3:headObject"
    arguments = ["x"] # ERROR: PC0208 "arguments" is an object: arguments = \{ Name = value \}\.
  }
}
