pipeline "p" {
  input "n" { type = list(string) }
  trigger "s3_object" "t" {
    bucket = "b"
    input  = { n = run.scheduled_date } # ERROR: PC0213 The input "n" is of type list\(string\), and this is of type string\.
  }
}
