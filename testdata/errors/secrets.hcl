pipeline "p" {
  task "lambda" "b" {
    function = "b"
    payload  = { r = secrets.TOKEN } # ERROR: PC0151 There is no name "secrets"\. A secret is no value of a pipeline\. Give the service the ARN of one, or let the code fetch it\.
  }
}
