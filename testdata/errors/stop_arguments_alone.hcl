pipeline "p" {
  task "aws" "a" {
    call      = "glue:startDataQualityRulesetEvaluationRun"
    arguments = { Role = "dq", RulesetNames = ["r"], DataSource = { GlueTable = { DatabaseName = "d", TableName = "t" } } }
    poll {
      call           = "glue:getDataQualityRulesetEvaluationRun"
      arguments      = { RunId = started.RunId }
      until          = result.Status == "SUCCEEDED"
      stop_arguments = { RunId = started.RunId } # ERROR: PC0218 "stop_arguments" means nothing without "stop_call"\.
    }
  }
}
