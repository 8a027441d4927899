pipeline "p" {
  task "sqs_send" "x" {
    queue = "orders" # ERROR: PC0208 "orders" cannot be the value of "queue"\. It looks like "https://sqs\.eu-west-1\.amazonaws\.com/123456789012/orders"\.
    body  = "x"
  }
}
