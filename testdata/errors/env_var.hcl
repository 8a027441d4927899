pipeline "p" {
  task "lambda" "b" {
    function = "b"
    payload  = { r = env.HOME } # ERROR: PC0151 There is no name "env"\. The environment is not read\. Declare a variable, and give its value by PIPECTL_VAR_name or --var\.
  }
}
