pipeline "p" {
  map "m" {
    items = ["a"]
    task "lambda" "x" {
      function = "f"
      payload  = item # ERROR: PC0151 There is no name "item"\. The element of a for_each or a map is each\.value; there are each\.key and each\.index, too\.
    }
  }
}
