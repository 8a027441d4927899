pipeline "p" {
  task "ssm_get" "a" {
    name            = "size:3" # ERROR: PC0208 "size:3" cannot be the value of "name"\. It looks like "/orders/batch-size"\.
    with_decryption = true # ERROR: PC0202 An argument named "with_decryption" is not expected in task "ssm_get" "a"\. Did you mean "decrypt"\?
  }
}
