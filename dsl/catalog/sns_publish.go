package catalog

import "github.com/zclconf/go-cty/cty"

// snsPublish sends a message to a topic.
var snsPublish = Kind{
	Name: "sns_publish",
	Doc:  "Sends a message to an Amazon SNS topic.",
	Args: []Arg{
		{
			Name: "topic", Type: cty.String, Required: true,
			Doc: "ARN of the topic, or its name where it is in the machine's own account and region.",
		},
		{
			Name: "subject", ASL: "Subject", Type: cty.String,
			Doc: "Subject of the mails; at most 100 characters.",
		},
		{
			Name: "message", ASL: "Message", Type: whatever, Keep: true,
			Default: `{ pipeline = pipeline.name, run = run.id }`,
			Doc:     "The message: text, or any other value, which is sent as JSON text.",
		},
		{
			Name: "attributes", Type: pairs,
			Doc: "Attributes of the message, by which subscriptions filter.",
		},
		{
			Name: "group", ASL: "MessageGroupId", Type: cty.String,
			Doc: "Message group, of a FIFO topic.",
		},
		{
			Name: "dedup", ASL: "MessageDeduplicationId", Type: cty.String,
			Doc: "Deduplication id, of a FIFO topic.",
		},
	},
	Modes: []Mode{
		{
			Await: "completion",
			Call:  Call{Resource: "arn:aws:states:::sns:publish", Arguments: snsPublishArguments},
			Result: record(map[string]cty.Type{
				"MessageId":      cty.String,
				"SequenceNumber": cty.String,
			}),
			Metadata: true,
			Allow:    []Allow{allow(snsTopicARN, "sns:Publish")},
		},
		{
			Await:  "callback",
			Call:   Call{Resource: "arn:aws:states:::sns:publish.waitForTaskToken", Arguments: snsPublishArguments},
			Result: whatever,
			Allow:  []Allow{allow(snsTopicARN, "sns:Publish")},
		},
	},
	Notes: []string{
		"A topic that is encrypted with a key of your own also needs `kms:Decrypt` and `kms:GenerateDataKey` on that key.",
		"The name of SNS's catch-all error, `SNS.AmazonSNSException`, follows from those of other services and is unverified.",
	},
	Errors: []string{
		"SNS.InvalidParameterException",
		"SNS.NotFoundException",
	},
	Transient: snsTransient,
	Example: `task "sns_publish" "tell" {
  topic   = "data-team"
  subject = "${pipeline.name} has run"
  message = { run = run.console_url }
}`,
}

var snsTransient = []string{
	"SNS.AmazonSNSException",
	"SNS.InternalErrorException",
	"SNS.KMSThrottlingException",
	"SNS.SdkClientException",
}

const snsTopicARN = "arn:{partition}:sns:{region}:{account}:{topic}"

const snsPublishArguments = `{
  TopicArn = startswith(topic, "arn:") ? topic : "arn:${aws.partition}:sns:${aws.region}:${aws.account_id}:${topic}"
  MessageAttributes = attributes == null ? null : {
    for name, value in attributes : name => { DataType = "String", StringValue = value }
  }
}`
