pipeline "p" {
  input "sizes" { type = list(number) }
  schedule "nightly" {
    cron  = "0 2 * * ? *"
    input = { sizes = [1, "two"] } # ERROR: PC0213 The input "sizes" is of type list\(number\), and this value does not fit: in \[1\]: a number is required\.
  }
}
