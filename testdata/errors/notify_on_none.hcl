pipeline "p" {
  notify "sns" "t" {
    topic = "t"
    on    = [] # ERROR: PC0208 "on" names at least one end of an execution, or nothing would ever be told\.
  }
}
