pipeline "p" {
  input "d" {
    type    = string
    default = today() # ERROR: PC0129 There is no function named "today"\. The day of the execution is run\.scheduled_date\.
  }
}
