pipeline "p" {
  input "region" { type = string }
  schedule "nightly" { # ERROR: PC0216 The input "region" has no default, and schedule "nightly" does not supply it.*
    cron = "0 2 * * ? *"
  }
}
