pipeline "p" {
  parallel "both" {
    for_each = ["eu", "us"] # ERROR: PC0307 A parallel cannot run once per element\. .*
    branch "a" {}
  }
}
