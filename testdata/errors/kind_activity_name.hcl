pipeline "p" {
  task "activity" "a" {
    activity = "label-images" # ERROR: PC0208 "label-images" cannot be the value of "activity"\. It looks like "arn:aws:states:eu-west-1:123456789012:activity:label-images"\.
    timeout  = "1d"
  }
}
