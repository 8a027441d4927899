pipeline "p" {
  input "a" { type = string }
  task "lambda" "a" {
    function = "a"
    payload  = { x = "s3://" + input.a } # ERROR: PC0125 A plus adds numbers\. Text is joined inside of quotes: "\$\{a\}\$\{b\}"\.
  }
}
