package diag

// Problems of task kinds and their arguments.
const (
	UnknownKind       Code = "PC0301"
	UnsupportedAwait  Code = "PC0302"
	InvalidCall       Code = "PC0303"
	CallbackToken     Code = "PC0304"
	PollTooLong       Code = "PC0305"
	NoCluster         Code = "PC0306"
	NotForKind        Code = "PC0307"
	ExpressLimit      Code = "PC0308"
	UnusableCompute   Code = "PC0309"
	InvalidDefinition Code = "PC0310"
	UnlistedValue     Code = "PC0311"
	UnusualSpelling   Code = "PC0312"
	ErrorNotRaised    Code = "PC0313"
)

var kindCodes = []*Entry{
	{
		Code:  UnknownKind,
		Name:  "UnknownKind",
		Title: "Unknown kind",
		Doc: "There is no task or cluster of this kind. docs/kinds lists them; every call of AWS's API that has no " +
			"kind of its own is a task \"aws\".",
		Example: `pipeline "p" {
  task "glue_jbo" "load" { job = "load" }
}
`,
	},
	{
		Code:  UnsupportedAwait,
		Name:  "UnsupportedAwait",
		Title: "Unsupported way to wait",
		Doc: "Not every service can be waited for in every way: AWS decides which of completion, callback and none it " +
			"offers. `heartbeat` belongs to callbacks alone.",
		Example: `pipeline "p" {
  task "glue_job" "load" {
    job   = "load"
    await = "callback"
  }
}
`,
	},
	{
		Code:  InvalidCall,
		Name:  "InvalidCall",
		Title: "Invalid call",
		Doc: "`call` is a service of AWS's SDK and its action, as Step Functions writes them: `\"s3:headObject\"`. A few " +
			"actions AWS does not offer there.",
		Example: `pipeline "p" {
  task "aws" "look" {
    call = "s3.head_object"
  }
}
`,
	},
	{
		Code:  CallbackToken,
		Name:  "CallbackToken",
		Title: "Callback that cannot come",
		Doc: "With `await = \"callback\"` a worker answers with the token it was sent, and only a timeout ends the wait " +
			"for one that never does. So `task_token` stands in the arguments, and a `timeout` on the task or in " +
			"`defaults`.",
		Example: `pipeline "p" {
  task "lambda" "ask" {
    function = "ask"
    await    = "callback"
    timeout  = "1h"
  }
}
`,
	},
	{
		Code:  PollTooLong,
		Name:  "PollTooLong",
		Title: "Too many looks",
		Doc: "A standard execution has a history of 25,000 events. Looking this often for this long would fill it, and " +
			"the execution would fail.",
		Example: `pipeline "p" {
  task "aws" "arrived" {
    call      = "s3:headObject"
    arguments = { Bucket = "lake", Key = "_SUCCESS" }
    timeout   = "1d"
    poll {
      every = "5s"
      until = result.ContentLength >= 0
    }
  }
}
`,
	},
	{
		Code:  NoCluster,
		Name:  "NoCluster",
		Title: "Unusable cluster",
		Doc: "A task names a cluster that is not declared; or a cluster at top level would be created and never ended, " +
			"since it belongs to no pipeline.",
		Example: `pipeline "p" {
  task "emr_step" "load" {
    cluster = cluster.lab
    command = ["true"]
  }
}
`,
	},
	{
		Code:  NotForKind,
		Name:  "NotForKind",
		Title: "Argument without meaning here",
		Doc:   "The argument or block is one of the language, and means nothing on a task or block of this kind.",
		Example: `pipeline "p" {
  task "value" "one" {
    value = 1
    retry { on = ["any"] }
  }
}
`,
	},
	{
		Code:  ExpressLimit,
		Name:  "ExpressLimit",
		Title: "Limit of express pipelines",
		Doc: "An express execution ends after 5 minutes and cannot wait for the work of other services, for callbacks, " +
			"or for a cluster to be created.",
		Example: `pipeline "p" {
  type    = "express"
  timeout = "1h"
}
`,
	},
	{
		Code:  UnusableCompute,
		Name:  "UnusableCompute",
		Title: "Unusable compute",
		Doc: "A task of a portable kind names no compute block, or one that cannot run it as it is written. " +
			"`pipectl explain spark` and `pipectl explain container` say where each can run, and how these places differ.",
		Example: `compute "lambda" "fn" { function = "monolith" }

pipeline "p" {
  task "spark" "explode" {
    script  = "s3://acme-code/explode.py"
    runs_on = compute.fn
  }
}
`,
	},
	{
		Code:  InvalidDefinition,
		Name:  "InvalidDefinition",
		Title: "Invalid definition of a state machine",
		Doc: "What a task \"asl\" takes as it is must be a state or a state machine that AWS would accept in JSONata, whose " +
			"states have names of their own: none that another state, task or block of the pipeline has, and none with " +
			"a hyphen, which are ours.",
		Example: `pipeline "p" {
  task "asl" "queue" {
    definition = {
      Type      = "Task"
      Resource  = "arn:aws:states:::sqs:sendMessage"
      Arguments = { QueueUrl = "https://sqs.eu-west-1.amazonaws.com/123456789012/q", MessageBody = "{% $day %}" }
    }
  }
}
`,
	},
	{
		Code:  UnlistedValue,
		Name:  "UnlistedValue",
		Title: "Value that the API's model does not have",
		Doc: "The API's model lists the values that the member can have, and this is none of them. Services learn new " +
			"values before the models of a release of pipectl do, so this is a warning: what is written is sent.",
		Example: `pipeline "p" {
  task "aws" "load" {
    call      = "glue:startJobRun"
    arguments = { JobName = "load", WorkerType = "G.3X" }
  }
}
`,
	},
	{
		Code:  UnusualSpelling,
		Name:  "UnusualSpelling",
		Title: "Spelling that Step Functions may not take",
		Doc: "In calls by the SDK Step Functions spells the names of members as the SDK for Java does, which folds an " +
			"acronym at their beginning: DBInstanceIdentifier is DbInstanceIdentifier there. AWS refuses others when the " +
			"machine is created. That this holds for every acronym is unverified, so it is a warning.",
		Example: `pipeline "p" {
  task "aws" "drop" {
    call      = "rds:deleteDBInstance"
    arguments = { DBInstanceIdentifier = "staging", SkipFinalSnapshot = true }
  }
}
`,
	},
	{
		Code:  ErrorNotRaised,
		Name:  "ErrorNotRaised",
		Title: "Error that is not raised",
		Doc: "None of the task's calls raises an error of this name, so that what names it never happens. Calls by the SDK " +
			"name errors as the SDK for Java does, `DynamoDb.ResourceNotFoundException`, where other integrations have " +
			"`DynamoDB.`; and an answer that the API's model has no name for raises the service's own, " +
			"`DynamoDb.DynamoDbException`. Models lag behind services, so this is a warning.",
		Example: `pipeline "p" {
  task "aws" "look" {
    call      = "dynamodb:describeTable"
    arguments = { TableName = "orders" }
    catch {
      on   = ["DynamoDB.ResourceNotFoundException"]
      then = "continue"
    }
  }
}
`,
	},
}
