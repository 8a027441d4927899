package catalog

import "github.com/zclconf/go-cty/cty"

// emrEKSJob runs a Spark job on a virtual cluster and waits until it has ended.
var emrEKSJob = Kind{
	Name: "emr_eks_job",
	Doc:  "Runs a Spark job by Amazon EMR on EKS and waits until it has ended.",
	Args: []Arg{
		{
			Name: "virtual_cluster", ASL: "VirtualClusterId", Type: cty.String, Required: true,
			Doc: "Id of the virtual cluster.",
		},
		{
			Name: "execution_role", ASL: "ExecutionRoleArn", Type: cty.String, Required: true,
			Doc: "ARN of the role that the job runs under.",
		},
		{
			Name: "release", ASL: "ReleaseLabel", Type: cty.String, Required: true,
			Doc: "EMR release, such as `emr-7.5.0-latest`.",
		},
		{
			Name: "name", ASL: "Name", Type: cty.String, Default: `task_name`,
			Doc: "Name of the run in EMR's console; the task's where it is left out.",
		},
		func() Arg { a := sparkArg; a.Required = true; return a }(),
		{
			Name: "configuration", ASL: "ConfigurationOverrides", Type: whatever,
			Doc: "Settings of applications, logs and metrics, as the API has them.",
		},
	},
	Modes: []Mode{
		{
			Await: "completion",
			Call: Call{
				Resource:  "arn:aws:states:::emr-containers:startJobRun.sync",
				Arguments: emrEKSArguments,
				Answer:    whatever,
			},
			Result: record(map[string]cty.Type{
				"Arn":                      cty.String,
				"ConfigurationOverrides":   whatever,
				"CreatedAt":                cty.String,
				"CreatedBy":                cty.String,
				"ExecutionRoleArn":         cty.String,
				"FailureReason":            cty.String,
				"FinishedAt":               cty.String,
				"Id":                       cty.String,
				"JobDriver":                whatever,
				"Name":                     cty.String,
				"ReleaseLabel":             cty.String,
				"RetryPolicyConfiguration": whatever,
				"RetryPolicyExecution":     whatever,
				"State":                    cty.String,
				"StateDetails":             cty.String,
				"Tags":                     pairs,
				"VirtualClusterId":         cty.String,
			}),
			// Whether the run comes as itself or as the member JobRun is
			// not written down anywhere.
			Unwrap: `try(result.JobRun, result)`,
			Allow: []Allow{
				emrEKSStart,
				allow(emrEKSARN+"/jobruns/*", "emr-containers:CancelJobRun", "emr-containers:DescribeJobRun"),
			},
		},
		{
			Await: "none",
			Call:  Call{Resource: "arn:aws:states:::emr-containers:startJobRun", Arguments: emrEKSArguments},
			Result: record(map[string]cty.Type{
				"Arn": cty.String, "Id": cty.String, "Name": cty.String, "VirtualClusterId": cty.String,
			}),
			Allow: []Allow{emrEKSStart},
		},
	},
	Notes: []string{
		"A run that fails or is cancelled raises `States.TaskFailed`.",
		"Step Functions looks at a run once a minute for ten minutes, then every five.",
		"Settings go into one string: none may hold white space.",
		"The members of the result are those of DescribeJobRun; they and the prefix of the errors are unverified.",
	},
	Errors: []string{
		"EMRContainers.ResourceNotFoundException",
		"EMRContainers.ValidationException",
	},
	Transient: []string{
		"EMRContainers.AmazonEMRContainersException",
		"EMRContainers.InternalServerException",
		"EMRContainers.SdkClientException",
	},
	Example: `task "emr_eks_job" "aggregate" {
  virtual_cluster = "abcdefghijklmnopqrstuvwxy"
  execution_role  = "arn:aws:iam::123456789012:role/spark-jobs"
  release         = "emr-7.5.0-latest"
  spark           = { script = "s3://acme-code/aggregate.py" }
}`,
}

const emrEKSARN = "arn:{partition}:emr-containers:{region}:{account}:/virtualclusters/{virtual_cluster}"

// EMR on EKS takes the role by a condition of its own and not by PassRole.
var emrEKSStart = Allow{
	Actions:    []string{"emr-containers:StartJobRun"},
	Resource:   emrEKSARN,
	Conditions: []Condition{{Test: "StringEquals", Key: "emr-containers:ExecutionRoleArn", Value: "{execution_role}"}},
}

const emrEKSArguments = `{
  JobDriver = {
    SparkSubmitJobDriver = {
      EntryPoint            = spark.script
      EntryPointArguments   = spark.args
      SparkSubmitParameters = ` + sparkSubmit + `
    }
  }
}`
