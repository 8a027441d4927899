package catalog

import "github.com/zclconf/go-cty/cty"

// batchJob submits a Batch job and waits until it has ended.
var batchJob = Kind{
	Name: "batch_job",
	Doc:  "Runs an AWS Batch job and waits until it has ended.",
	Args: []Arg{
		{
			Name: "definition", ASL: "JobDefinition", Type: cty.String, Required: true,
			Doc: "Name, name and revision, or ARN of the job definition.",
		},
		{
			Name: "queue", ASL: "JobQueue", Type: cty.String, Required: true,
			Doc: "Name or ARN of the job queue.",
		},
		{
			Name: "name", ASL: "JobName", Type: cty.String, Default: `task_name`,
			Doc: "Name of the job in Batch's console; the task's where it is left out.",
		},
		{
			Name: "command", Type: texts,
			Doc: "Words of the command, instead of the definition's.",
		},
		{
			Name: "environment", Type: pairs,
			Doc: "Environment variables, besides the definition's.",
		},
		{
			Name: "resources",
			Type: options(map[string]cty.Type{"vcpu?": cty.Number, "memory?": cty.Number, "gpu?": cty.Number}),
			Doc:  "Virtual CPUs, memory in MiB and GPUs, instead of the definition's.",
		},
		{
			Name: "array_size", ASL: "ArrayProperties.Size", Type: cty.Number,
			Doc: "Number of children of an array job, 2 to 10,000.",
		},
	},
	Modes: []Mode{
		{
			Await: "completion",
			Call:  Call{Resource: "arn:aws:states:::batch:submitJob.sync", Arguments: batchJobArguments},
			Result: record(map[string]cty.Type{
				"ArrayProperties": whatever,
				"Attempts":        whatever,
				"Container":       whatever,
				"CreatedAt":       whatever,
				"DependsOn":       whatever,
				"JobArn":          cty.String,
				"JobDefinition":   cty.String,
				"JobId":           cty.String,
				"JobName":         cty.String,
				"JobQueue":        cty.String,
				"Parameters":      pairs,
				"StartedAt":       whatever,
				"Status":          cty.String,
				"StatusReason":    cty.String,
				"StoppedAt":       whatever,
				"Tags":            pairs,
			}),
			Allow: append([]Allow{
				allow("*", "batch:DescribeJobs"),
				allow(batchJobsARN, "batch:TerminateJob"),
				managedRule("StepFunctionsGetEventsForBatchJobsRule"),
			}, batchSubmit("definition", "queue")...),
		},
		{
			Await:  "none",
			Call:   Call{Resource: "arn:aws:states:::batch:submitJob", Arguments: batchJobArguments},
			Result: record(map[string]cty.Type{"JobArn": cty.String, "JobId": cty.String, "JobName": cty.String}),
			Allow:  batchSubmit("definition", "queue"),
		},
	},
	Notes: []string{
		"A job that fails raises `States.TaskFailed`, with the job as JSON in the cause.",
		"The members of the result have been seen in a local interpreter only, not on AWS.",
	},
	Errors: []string{
		"Batch.AWSBatchException",
		"Batch.ClientException",
		"Batch.ServerException",
	},
	Transient: []string{
		"Batch.AWSBatchException",
		"Batch.SdkClientException",
		"Batch.ServerException",
	},
	Example: `task "batch_job" "render" {
  definition  = "render:3"
  queue       = "spot"
  environment = { DAY = run.scheduled_date }
  resources   = { vcpu = 4, memory = 8192 }
}`,
}

const batchJobArguments = `{
  ContainerOverrides = command == null && environment == null && resources == null ? null : {
    Command     = command
    Environment = environment == null ? null : [for name, value in environment : { Name = name, Value = value }]
    ResourceRequirements = resources == null ? null : [
      for type, value in resources : { Type = upper(type), Value = tostring(value) }
      if value != null
    ]
  }
}`

const batchJobsARN = "arn:{partition}:batch:{region}:{account}:job/*"

// batchSubmit allows submitting jobs of a definition, of any revision where none
// is given, to a queue: the places of both.
func batchSubmit(definition, queue string) []Allow {
	const batch = "arn:{partition}:batch:{region}:{account}:"
	return []Allow{
		allow(batch+"job-definition/{"+definition+"}", "batch:SubmitJob"),
		allow(batch+"job-definition/{"+definition+"}:*", "batch:SubmitJob"),
		allow(batch+"job-queue/{"+queue+"}", "batch:SubmitJob"),
	}
}
