pipeline "p" {
  task "aws" "head" {
    call      = "s3:headObject"
    arguments = { Bucket = "lake", Key = "_SUCCESS" }
  }
  task "aws" "job" {
    call      = "glue:startJobRun"
    arguments = { JobName = "load" }
    poll {
      call      = "glue:getJobRun"
      arguments = { JobName = "load", RunId = started.RunID } # ERROR: PC0120 .*"RunID".*
      until     = result.JobRun.State == "SUCCEEDED"          # ERROR: PC0120 .*"State".*
    }
  }
  task "value" "size" {
    value = task.head.output.ContentLenght # ERROR: PC0120 .*Did you mean "ContentLength"\?
  }
  task "value" "big" {
    value = task.head.output.Metadata > 0 # ERROR: PC0125 .*
  }
}
