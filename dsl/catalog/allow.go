package catalog

// allow is a statement that always counts.
func allow(resource string, actions ...string) Allow {
	return Allow{Actions: actions, Resource: resource}
}

// passRole lets the machine hand a role to the service that assumes it.
func passRole(role, service string) Allow {
	return Allow{Actions: []string{"iam:PassRole"}, Resource: role, PassedTo: service}
}

// managedRule lets Step Functions keep the EventBridge rule by which it hears
// of the end of a job that it waits for by .sync. Without it creating the
// machine can fail.
func managedRule(name string) Allow {
	return Allow{
		Actions:  []string{"events:DescribeRule", "events:PutRule", "events:PutTargets"},
		Resource: "arn:{partition}:events:{region}:{account}:rule/" + name,
	}
}

// Logging is what a machine needs to write its log to CloudWatch Logs. None of
// these actions can be narrowed to a log group.
func Logging() []Allow {
	return []Allow{allow("*",
		"logs:CreateLogDelivery", "logs:CreateLogStream", "logs:DeleteLogDelivery", "logs:DescribeLogGroups",
		"logs:DescribeResourcePolicies", "logs:GetLogDelivery", "logs:ListLogDeliveries", "logs:PutLogEvents",
		"logs:PutResourcePolicy", "logs:UpdateLogDelivery")}
}

// Tracing is what a machine needs to send its traces to X-Ray, which knows no
// resources.
func Tracing() []Allow {
	return []Allow{allow("*",
		"xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:PutTelemetryRecords", "xray:PutTraceSegments")}
}

// AssumeRole is what a machine needs for calls made under another role: what
// the calls themselves need is then that role's business.
func AssumeRole(arn string) []Allow {
	return []Allow{allow(arn, "sts:AssumeRole")}
}

// DistributedMap is what a machine needs for a Map state that runs its items as
// executions of their own.
func DistributedMap() []Allow {
	return []Allow{
		allow("arn:{partition}:states:{region}:{account}:stateMachine:{pipeline.name}", "states:StartExecution"),
		allow("arn:{partition}:states:{region}:{account}:execution:{pipeline.name}:*",
			"states:DescribeExecution", "states:StopExecution"),
		allow("arn:{partition}:states:{region}:{account}:execution:{pipeline.name}/*:*", "states:RedriveExecution"),
	}
}

// ListExecutions is what a machine needs to ask which of its own executions run.
func ListExecutions() []Allow {
	return []Allow{allow("arn:{partition}:states:{region}:{account}:stateMachine:{pipeline.name}", "states:ListExecutions")}
}

// RunParts is what a machine needs to run parts of itself, which are machines
// with its name and a number, and to wait for them.
func RunParts() []Allow {
	return []Allow{
		allow("arn:{partition}:states:{region}:{account}:stateMachine:{pipeline.name}-*", "states:StartExecution"),
		allow("arn:{partition}:states:{region}:{account}:execution:{pipeline.name}-*:*",
			"states:DescribeExecution", "states:StopExecution"),
		managedRule("StepFunctionsGetEventsForStepFunctionsExecutionRule"),
	}
}
