package catalog

import "github.com/zclconf/go-cty/cty"

// ecsTask runs a task of ECS and waits until it has stopped.
var ecsTask = Kind{
	Name: "ecs_task",
	Doc:  "Runs an Amazon ECS task, on Fargate or instances, and waits until it has stopped.",
	Args: []Arg{
		{
			Name: "definition", ASL: "TaskDefinition", Type: cty.String, Required: true,
			Doc: "Family, family and revision, or ARN of the task definition.",
		},
		{
			Name: "cluster", ASL: "Cluster", Type: cty.String,
			Doc: "Name or ARN of the ECS cluster; ECS's own default is `default`.",
		},
		{
			Name: "launch_type", ASL: "LaunchType", Type: cty.String,
			Enum: []string{"FARGATE", "EC2", "EXTERNAL", "MANAGED_INSTANCES"},
			Doc:  "What the task runs on.",
		},
		{
			Name: "network",
			Type: options(map[string]cty.Type{"subnets": texts, "security_groups?": texts, "public_ip?": cty.Bool}),
			Doc:  "Subnets, security groups, and whether the task has a public address.",
		},
		{
			Name: "container", Type: cty.String,
			Doc: "Name of the container that `command` and `environment` are for.",
		},
		{
			Name: "command", Type: texts, With: "container",
			Doc: "Words of the command, instead of the definition's.",
		},
		{
			Name: "environment", Type: pairs, With: "container",
			Doc: "Environment variables, besides the definition's.",
		},
		{
			Name: "overrides", ASL: "Overrides", Type: whatever,
			Doc: "What differs from the definition, as the API has it.",
		},
	},
	AtMostOne: [][]string{{"container", "overrides"}},
	Modes: []Mode{
		{
			Await: "completion",
			Call:  Call{Resource: "arn:aws:states:::ecs:runTask.sync", Arguments: ecsTaskArguments},
			Result: record(map[string]cty.Type{
				"Attachments":          whatever,
				"Attributes":           whatever,
				"AvailabilityZone":     cty.String,
				"CapacityProviderName": cty.String,
				"ClusterArn":           cty.String,
				"Connectivity":         cty.String,
				"ConnectivityAt":       whatever,
				"ContainerInstanceArn": cty.String,
				"Containers":           whatever,
				"Cpu":                  cty.String,
				"CreatedAt":            whatever,
				"DesiredStatus":        cty.String,
				"EnableExecuteCommand": cty.Bool,
				"EphemeralStorage":     whatever,
				"ExecutionStoppedAt":   whatever,
				"Group":                cty.String,
				"HealthStatus":         cty.String,
				"LastStatus":           cty.String,
				"LaunchType":           cty.String,
				"Memory":               cty.String,
				"Overrides":            whatever,
				"PlatformFamily":       cty.String,
				"PlatformVersion":      cty.String,
				"PullStartedAt":        whatever,
				"PullStoppedAt":        whatever,
				"StartedAt":            whatever,
				"StartedBy":            cty.String,
				"StopCode":             cty.String,
				"StoppedAt":            whatever,
				"StoppedReason":        cty.String,
				"StoppingAt":           whatever,
				"Tags":                 whatever,
				"TaskArn":              cty.String,
				"TaskDefinitionArn":    cty.String,
				"Version":              cty.Number,
			}),
			Allow: append([]Allow{
				allow(ecsTasksARN, "ecs:DescribeTasks", "ecs:StopTask"),
				managedRule("StepFunctionsGetEventsForECSTaskRule"),
			}, ecsRunTask...),
		},
		{
			Await:  "callback",
			Call:   Call{Resource: "arn:aws:states:::ecs:runTask.waitForTaskToken", Arguments: ecsTaskArguments},
			Result: whatever,
			Allow:  ecsRunTask,
		},
		{
			Await: "none",
			Call:  Call{Resource: "arn:aws:states:::ecs:runTask", Arguments: ecsTaskArguments},
			Result: record(map[string]cty.Type{
				"Failures": whatever,
				"Tasks":    whatever,
			}),
			Metadata: true,
			Allow:    ecsRunTask,
		},
	},
	Notes: []string{
		"A container that ends with another code than 0 raises `States.TaskFailed`, with the task as JSON in the cause.",
		"A task that cannot be placed raises `AmazonECS.Unknown`; with `await = \"none\"` it raises nothing and stands in " +
			"`Failures`.",
		"The roles that are passed stand in the task definition, which is not known here: the policy lets any role be passed " +
			"to ECS tasks.",
	},
	Errors: []string{
		"AmazonECS.Unknown",
		"ECS.AmazonECSException",
		"ECS.ClusterNotFoundException",
		"ECS.InvalidParameterException",
	},
	Transient: []string{
		"ECS.AmazonECSException",
		"ECS.SdkClientException",
		"ECS.ServerException",
	},
	Example: `task "ecs_task" "validate" {
  cluster     = "jobs"
  definition  = "validate:7"
  launch_type = "FARGATE"
  network     = { subnets = ["subnet-0123456789abcdef0"] }
  container   = "main"
  command     = ["validate.py", "--day", run.scheduled_date]
}`,
}

const ecsTasksARN = "arn:{partition}:ecs:{region}:{account}:task/*"

var ecsRunTask = []Allow{
	allow("arn:{partition}:ecs:{region}:{account}:task-definition/{definition}", "ecs:RunTask"),
	allow("arn:{partition}:ecs:{region}:{account}:task-definition/{definition}:*", "ecs:RunTask"),
	passRole("arn:{partition}:iam::{account}:role/*", "ecs-tasks.amazonaws.com"),
}

const ecsTaskArguments = `{
  NetworkConfiguration = network == null ? null : {
    AwsvpcConfiguration = {
      Subnets        = network.subnets
      SecurityGroups = network.security_groups
      AssignPublicIp = network.public_ip == null ? null : network.public_ip ? "ENABLED" : "DISABLED"
    }
  }
  Overrides = container == null ? overrides : {
    ContainerOverrides = [{
      Name        = container
      Command     = command
      Environment = environment == null ? null : [for name, value in environment : { Name = name, Value = value }]
    }]
  }
}`
