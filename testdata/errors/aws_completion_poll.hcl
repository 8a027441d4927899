pipeline "p" {
  task "aws" "a" {
    call      = "emr-serverless:createApplication"
    await     = "completion"
    arguments = { ReleaseLabel = "emr-7.5.0", Type = "SPARK", ClientToken = uuid() }
    poll { until = result.State == "STARTED" } # ERROR: PC0218 A task either waits by an integration of AWS's, with await = "completion", or polls\.
  }
}
