pipeline "p" {
  type    = "express"
  timeout = "1h" # ERROR: PC0308 An express execution ends after 5 minutes.*
}
