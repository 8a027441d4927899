pipeline "p" {
  defaults "glue" { timeout = "1h" } # ERROR: PC0301 There is no task kind "glue"\..*
}
