package catalog

// container is a command in a container image, wherever it runs.
var container = Portable{
	Name: "container",
	Doc: "Runs a command in a container on what a compute block names. The task behaves as one of the kind that the " +
		"compute block stands for, its result included.",
	Args: []Arg{
		runsOn("batch", "fargate", "lambda"),
		{
			Name: "command", Type: texts, Required: true,
			Doc: "Words of the command.",
		},
		{
			Name: "environment", Type: pairs,
			Doc: "Environment variables, besides those of the definition.",
		},
	},
	Beside: `compute "fargate" "small" {
  cluster    = "jobs"
  definition = "validate:7"
  container  = "main"
  network    = { subnets = ["subnet-0123456789abcdef0"] }
}`,
	Example: `task "container" "validate" {
  command = ["python", "-m", "app.validate", "--day", run.scheduled_date]
  runs_on = compute.small
}`,
}

var fargateCompute = Compute{
	Name: "fargate",
	Doc:  "A container of an Amazon ECS task on AWS Fargate.",
	Runs: &container,
	Kind: &ecsTask,
	Args: func() []Arg {
		args := infrastructure(&ecsTask, "definition", "container", "cluster", "network", "launch_type")
		args[1].Required = true
		args[1].Doc = "Name of the container that runs the command."
		args[4].Default, args[4].Enum = `"FARGATE"`, []string{"FARGATE"}
		return args
	}(),
	Becomes: []Become{{Arg: "command", Value: `command`}, {Arg: "environment", Value: `environment`}},
	Notes: []string{
		"A command that ends with another exit code than 0 raises `States.TaskFailed`, with the task as JSON in the cause.",
	},
	Example: `compute "fargate" "example" {
  cluster    = "jobs"
  definition = "validate:7"
  container  = "main"
  network    = { subnets = ["subnet-0123456789abcdef0"] }
}`,
}

var batchCompute = Compute{
	Name:    "batch",
	Doc:     "A queue and a job definition of AWS Batch.",
	Runs:    &container,
	Kind:    &batchJob,
	Args:    infrastructure(&batchJob, "definition", "queue", "resources"),
	Becomes: []Become{{Arg: "command", Value: `command`}, {Arg: "environment", Value: `environment`}},
	Notes:   []string{"A command that ends with another exit code than 0 fails the job."},
	Example: `compute "batch" "example" {
  definition = "validate:3"
  queue      = "spot"
}`,
}

var lambdaCompute = Compute{
	Name: "lambda",
	Doc:  "An AWS Lambda function that runs the command it is given.",
	Runs: &container,
	Kind: &lambda,
	Args: infrastructure(&lambda, "function", "qualifier"),
	Becomes: []Become{{
		Arg:   "payload",
		Value: `merge({ command = command }, environment == null ? {} : { environment = environment })`,
	}},
	Notes: []string{
		"The function's payload is `{command, environment}`, without `environment` where that is left out: it is the function that " +
			"runs the command, in 15 minutes at most. What it returns is the result.",
	},
	Example: `compute "lambda" "example" { function = "monolith" }`,
}
