package catalog

import (
	"time"

	"github.com/zclconf/go-cty/cty"
)

// glueJob starts a Glue job run and waits until it ends.
var glueJob = Kind{
	Name: "glue_job",
	Doc:  "Runs an AWS Glue job and waits until it has ended.",
	Args: []Arg{
		{
			Name: "job", ASL: "JobName", Type: cty.String, Required: true,
			Doc: "Name of the job.",
		},
		{
			Name: "arguments", ASL: "Arguments", Type: pairs,
			Doc: "Arguments of the script, by names such as `--day`; they go over the job's own defaults.",
		},
		{
			Name: "workers", Type: options(map[string]cty.Type{"type": cty.String, "count": cty.Number}),
			Doc: "Type of the workers, such as `G.1X`, and how many there are, instead of what the job says.",
		},
		{
			Name: "capacity", ASL: "MaxCapacity", Type: cty.Number,
			Doc: "Most data processing units, for jobs that have no workers.",
		},
		{
			Name: "job_timeout", ASL: "Timeout", Type: cty.String, Unit: time.Minute,
			Doc: "How long the run may take before Glue itself stops it, in whole minutes.",
		},
	},
	AtMostOne: [][]string{{"workers", "capacity"}},
	Modes: []Mode{
		{
			Await:  "completion",
			Call:   Call{Resource: "arn:aws:states:::glue:startJobRun.sync", Arguments: glueJobArguments},
			Result: glueJobRun,
			Allow:  []Allow{allow(glueJobARN, "glue:BatchStopJobRun", "glue:GetJobRun", "glue:GetJobRuns", "glue:StartJobRun")},
		},
		{
			Await:  "none",
			Call:   Call{Resource: "arn:aws:states:::glue:startJobRun", Arguments: glueJobArguments},
			Result: record(map[string]cty.Type{"JobName": cty.String, "JobRunId": cty.String}),
			Allow:  []Allow{allow(glueJobARN, "glue:StartJobRun")},
		},
	},
	Notes: []string{
		"A run that fails, times out or is stopped raises `States.TaskFailed`, with the run as JSON in the cause. " +
			"That a stopped run does so is unverified.",
		"`timeout` is how long the machine waits, `job_timeout` how long Glue lets the job run. " +
			"Glue's own default is 48 hours, from version 5.0 on 8 hours.",
	},
	Errors: []string{
		"Glue.ConcurrentRunsExceededException",
		"Glue.EntityNotFoundException",
		"Glue.InternalServiceException",
		"Glue.InvalidInputException",
		"Glue.OperationTimeoutException",
		"Glue.ResourceNumberLimitExceededException",
	},
	Transient: []string{
		"Glue.AWSGlueException",
		"Glue.InternalServiceException",
		"Glue.OperationTimeoutException",
		"Glue.SdkClientException",
	},
	Example: `task "glue_job" "to_parquet" {
  job       = "landing-to-refined"
  arguments = { "--day" = run.scheduled_date }
  workers   = { type = "G.1X", count = 10 }
}`,
}

const glueJobARN = "arn:{partition}:glue:{region}:{account}:job/{job}"

const glueJobArguments = `{
  WorkerType      = workers == null ? null : workers.type
  NumberOfWorkers = workers == null ? null : workers.count
}`

var glueJobRun = record(map[string]cty.Type{
	"AllocatedCapacity":          cty.Number,
	"Arguments":                  pairs,
	"Attempt":                    cty.Number,
	"CompletedOn":                cty.String,
	"DPUSeconds":                 cty.Number,
	"ErrorMessage":               cty.String,
	"ExecutionClass":             cty.String,
	"ExecutionTime":              cty.Number,
	"GlueVersion":                cty.String,
	"Id":                         cty.String,
	"JobMode":                    cty.String,
	"JobName":                    cty.String,
	"JobRunQueuingEnabled":       cty.Bool,
	"JobRunState":                cty.String,
	"LastModifiedOn":             cty.String,
	"LogGroupName":               cty.String,
	"MaintenanceWindow":          cty.String,
	"MaxCapacity":                cty.Number,
	"NotificationProperty":       whatever,
	"NumberOfWorkers":            cty.Number,
	"PredecessorRuns":            whatever,
	"PreviousRunId":              cty.String,
	"ProfileName":                cty.String,
	"SecurityConfiguration":      cty.String,
	"StartedOn":                  cty.String,
	"StateDetail":                cty.String,
	"Timeout":                    cty.Number,
	"TriggerName":                cty.String,
	"WorkerType":                 cty.String,
	"ExecutionRoleSessionPolicy": cty.String,
})
