package catalog

import "github.com/zclconf/go-cty/cty"

// emrServerlessJob runs a job on an EMR Serverless application and waits until
// it has ended.
var emrServerlessJob = Kind{
	Name: "emr_serverless_job",
	Doc:  "Runs a job on an Amazon EMR Serverless application and waits until it has ended.",
	Args: []Arg{
		{
			Name: "application", ASL: "ApplicationId", Type: cty.String, Required: true,
			Doc: "Id of the application.",
		},
		{
			Name: "execution_role", ASL: "ExecutionRoleArn", Type: cty.String, Required: true,
			Doc: "ARN of the role that the job runs under.",
		},
		{
			Name: "name", ASL: "Name", Type: cty.String, Default: `task_name`,
			Doc: "Name of the run in EMR's console; the task's where it is left out.",
		},
		sparkArg,
		{
			Name: "hive",
			Type: options(map[string]cty.Type{"script": cty.String, "init_script?": cty.String, "conf?": pairs}),
			Doc:  "A Hive script: S3 URI of its queries, of queries to run before, settings.",
		},
		{
			Name: "configuration", ASL: "ConfigurationOverrides", Type: whatever,
			Doc: "Settings of applications, logs and metrics, as the API has them.",
		},
	},
	OneOf: [][]string{{"spark", "hive"}},
	Modes: []Mode{
		{
			Await: "completion",
			Call: Call{
				Resource:  "arn:aws:states:::emr-serverless:startJobRun.sync",
				Arguments: emrServerlessArguments,
				Answer:    whatever,
			},
			Result: record(map[string]cty.Type{
				"ApplicationId":                 cty.String,
				"Arn":                           cty.String,
				"Attempt":                       cty.Number,
				"BilledResourceUtilization":     whatever,
				"ConfigurationOverrides":        whatever,
				"CreatedAt":                     cty.String,
				"CreatedBy":                     cty.String,
				"EndedAt":                       cty.String,
				"ExecutionRole":                 cty.String,
				"ExecutionTimeoutMinutes":       cty.Number,
				"JobDriver":                     whatever,
				"JobRunId":                      cty.String,
				"Mode":                          cty.String,
				"Name":                          cty.String,
				"NetworkConfiguration":          whatever,
				"ReleaseLabel":                  cty.String,
				"RetryPolicy":                   whatever,
				"StartedAt":                     cty.String,
				"State":                         cty.String,
				"StateDetails":                  cty.String,
				"Tags":                          pairs,
				"TotalExecutionDurationSeconds": cty.Number,
				"TotalResourceUtilization":      whatever,
				"UpdatedAt":                     cty.String,
			}),
			// Whether the run comes as itself or as the member JobRun is
			// not written down anywhere.
			Unwrap: `try(result.JobRun, result)`,
			Allow: []Allow{
				allow(emrServerlessARN, "emr-serverless:StartJobRun"),
				allow(emrServerlessARN+"/jobruns/*", "emr-serverless:CancelJobRun", "emr-serverless:GetJobRun"),
				passRole("{execution_role}", "emr-serverless.amazonaws.com"),
				managedRule("StepFunctionsGetEventsForEMRServerlessJobRule"),
			},
		},
		{
			Await: "none",
			Call:  Call{Resource: "arn:aws:states:::emr-serverless:startJobRun", Arguments: emrServerlessArguments},
			Result: record(map[string]cty.Type{
				"ApplicationId": cty.String,
				"Arn":           cty.String,
				"JobRunId":      cty.String,
			}),
			Allow: []Allow{
				allow(emrServerlessARN, "emr-serverless:StartJobRun"),
				passRole("{execution_role}", "emr-serverless.amazonaws.com"),
			},
		},
	},
	Notes: []string{
		"A run that fails or is cancelled raises `States.TaskFailed`.",
		"Settings go into one string: none may hold white space.",
		"The members of the result are those of GetJobRun, and the prefix of the errors has been seen once in public code; both are unverified.",
	},
	Errors: []string{
		"EMRServerless.ConflictException",
		"EMRServerless.ResourceNotFoundException",
		"EMRServerless.ValidationException",
	},
	Transient: []string{
		"EMRServerless.AWSEMRServerlessException",
		"EMRServerless.InternalServerException",
		"EMRServerless.SdkClientException",
	},
	Example: `task "emr_serverless_job" "aggregate" {
  application    = "00f1abcdefgh0123"
  execution_role = "arn:aws:iam::123456789012:role/spark-jobs"
  spark = {
    script = "s3://acme-code/aggregate.py"
    args   = ["--day", run.scheduled_date]
    conf   = { "spark.executor.memory" = "4g" }
  }
}`,
}

const emrServerlessARN = "arn:{partition}:emr-serverless:{region}:{account}:/applications/{application}"

const emrServerlessArguments = `{
  JobDriver = spark != null ? {
    SparkSubmit = {
      EntryPoint            = spark.script
      EntryPointArguments   = spark.args
      SparkSubmitParameters = ` + sparkSubmit + `
    }
  } : {
    Hive = {
      Query         = hive.script
      InitQueryFile = hive.init_script
      Parameters = hive.conf == null ? null : join(" ", [
        for key, value in hive.conf : "--hiveconf ${key}=${value}"
      ])
    }
  }
}`
