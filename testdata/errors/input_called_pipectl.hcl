pipeline "p" {
  input "pipectl" { type = any } # ERROR: PC0204 "pipectl" is the member of an execution's input.*
}
