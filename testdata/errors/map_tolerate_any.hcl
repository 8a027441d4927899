pipeline "p" {
  input "most" {}
  map "a" {
    items       = [1]
    distributed = true
    tolerate    = input.most # ERROR: PC0208 "tolerate" says how many elements may fail: a share such as "5%", or a whole number\. Say which it is with tostring\(…\) or tonumber\(…\), since that is not known here\.
  }
}
