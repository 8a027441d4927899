pipeline "p" {
  timeout = 3600 # ERROR: PC0209 "3600" is no duration\. .*
}
