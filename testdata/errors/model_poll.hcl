pipeline "p" {
  task "aws" "job" {
    call      = "glue:startJobRun"
    arguments = { JobName = "load" }
    poll {
      call           = "glue:getJobRun"
      arguments = { # ERROR: PC0120 "glue:getJobRun" needs "RunId", a string, and it is left out\.
        JobName  = "load"
        JobRunId = started.JobRunId # ERROR: PC0121 "glue:getJobRun" takes no "JobRunId"\. .*
      }
      until          = result.JobRun.JobRunState == "SUCCEEDED"
      stop_call      = "glue:batchStopJobRun"
      stop_arguments = { JobName = "load", JobRunIds = started.JobRunId } # ERROR: PC0124 "JobRunIds" of "glue:batchStopJobRun" is a list, and this is a string\.
    }
  }
}
