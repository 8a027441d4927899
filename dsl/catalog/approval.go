package catalog

import "github.com/zclconf/go-cty/cty"

// approval asks somebody, by a topic or a function, and waits for the answer.
var approval = Kind{
	Name: "approval",
	Doc:  "Asks for an answer, by an Amazon SNS topic or an AWS Lambda function, and waits for it.",
	Args: []Arg{
		{
			Name: "ask", Type: cty.String, Required: true, Static: true,
			Doc: "ARN or name of the topic, or ARN of the function.",
		},
		{
			Name: "message", Type: whatever, Keep: true,
			Doc: "What is asked.",
		},
	},
	Modes: []Mode{
		{
			Await: "callback",
			Token: true,
			When:  `strcontains(ask, ":function:")`,
			Call: Call{
				Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
				Arguments: `{
  FunctionName = ask
  Payload      = ` + approvalQuestion + `
}`,
				Keep: []string{"Payload"},
			},
			Result:    whatever,
			Transient: lambdaTransient,
			Allow: []Allow{
				allow("arn:{partition}:lambda:{region}:{account}:function:{ask}", "lambda:InvokeFunction"),
				allow("arn:{partition}:lambda:{region}:{account}:function:{ask}:*", "lambda:InvokeFunction"),
			},
		},
		{
			Await: "callback",
			Token: true,
			Call: Call{
				Resource: "arn:aws:states:::sns:publish.waitForTaskToken",
				Arguments: `{
  TopicArn = startswith(ask, "arn:") ? ask : "arn:${aws.partition}:sns:${aws.region}:${aws.account_id}:${ask}"
  Message  = ` + approvalQuestion + `
}`,
				Keep: []string{"Message"},
			},
			Result: whatever,
			Allow:  []Allow{allow("arn:{partition}:sns:{region}:{account}:{ask}", "sns:Publish")},
		},
	},
	Notes: []string{
		"What is sent is `{ message, token, pipeline, run }`. Whoever answers calls SendTaskSuccess or SendTaskFailure with " +
			"the token; the output of the one is the result, the error of the other that of the task.",
		"A `timeout` is required.",
	},
	Errors: []string{
		"Lambda.ResourceNotFoundException",
		"SNS.InvalidParameterException",
		"SNS.NotFoundException",
	},
	Transient: snsTransient,
	Example: `task "approval" "release" {
  ask     = "approvers"
  message = "Release the orders of ${run.scheduled_date}?"
  timeout = "1d"
}`,
}

const approvalQuestion = `merge(
  message == null ? {} : { message = message },
  { token = task_token, pipeline = pipeline.name, run = run.id },
)`
