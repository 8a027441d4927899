pipeline "p" {
  input "day" { type = string }
  schedule "nightly" {
    cron  = "0 2 * * ? *"
    input = { day = run.scheduled_date } # ERROR: PC0154 "run\.scheduled_date" is known only when the pipeline runs, but a schedule is known at compile time\..*
  }
}
