pipeline "p" {
  task "aws" "member" {
    call = "glue:startJobRun"
    arguments = {
      JobName              = "load"
      NotificationProperty = { NotifyAfter = 5 } # ERROR: PC0121 "NotificationProperty" of "glue:startJobRun" takes no "NotifyAfter"\. It takes "NotifyDelayAfter"\.
    }
  }
  task "aws" "type" {
    call      = "glue:startJobRun"
    arguments = { JobName = "load", Arguments = { "--rows" = 5 } } # ERROR: PC0124 "--rows" of "glue:startJobRun" is a string, and this is a number\.
  }
  task "aws" "operation" {
    call = "glue:startJobrun" # ERROR: PC0303 The service "glue" has no action "startJobrun"\. Did you mean "startJobRun"\?
  }
}
