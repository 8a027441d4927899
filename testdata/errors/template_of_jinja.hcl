pipeline "p" {
  input "date" { type = string }
  task "lambda" "a" {
    function = "a"
    payload = {
      date = "{{ input.date }}" # WARNING: PC0134 "\{\{ input\.date \}\}" is taken as it stands here\. \$\{input\.date\} puts the value in\.
    }
  }
}
