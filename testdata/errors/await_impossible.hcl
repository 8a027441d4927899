pipeline "p" {
  task "glue_job" "a" {
    job     = "a"
    timeout = "1h"
    await   = "callback" # ERROR: PC0302 A task "glue_job" cannot have await = "callback"\. It can have "completion" and "none"\.
  }
}
