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

// ReadItems is what the ItemReader of a distributed Map needs: an object, or the
// objects under a prefix. Its Arguments have Bucket, and Key or Prefix.
//
// Source: Step Functions Developer Guide, "IAM policies for Distributed Map".
func ReadItems() []Allow {
	object := allow("arn:{partition}:s3:::{Bucket}/{Key}", "s3:GetObject")
	object.If = "Key"
	list := allow("arn:{partition}:s3:::{Bucket}", "s3:ListBucket")
	list.Unless = "Key"
	return []Allow{object, list}
}

// WriteResults is what the ResultWriter of a distributed Map needs. Its
// Arguments have Bucket and perhaps Prefix.
//
// Source: as ReadItems.
func WriteResults() []Allow {
	return []Allow{allow("arn:{partition}:s3:::{Bucket}/{Prefix}*",
		"s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject")}
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
