pipeline "p" {
  input "region" {
    type    = string
    default = "eu"
  }
  schedule "nightly" {
    cron  = "0 2 * * ? *"
    input = { regoin = "us" } # ERROR: PC0102 The pipeline "p" has no input named "regoin"\. Did you mean "region"\?
  }
}
