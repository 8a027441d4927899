pipeline "status" { # ERROR: PC0204 No pipeline can be called "status".*
}
