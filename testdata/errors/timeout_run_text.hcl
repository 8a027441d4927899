pipeline "p" {
  input "t" { type = string }
  task "lambda" "a" {
    function = "a"
    timeout  = input.t # ERROR: PC0209 This is text that is known only when the pipeline runs\. A duration is known at compile time, or it is a number of seconds\.
  }
}
