package catalog

import (
	"time"

	"github.com/zclconf/go-cty/cty"
)

// sqsSend sends a message to a queue.
var sqsSend = Kind{
	Name: "sqs_send",
	Doc:  "Sends a message to an Amazon SQS queue.",
	Args: []Arg{
		{
			Name: "queue", ASL: "QueueUrl", Type: cty.String, Required: true,
			Form: `^https?://`, Like: "https://sqs.eu-west-1.amazonaws.com/123456789012/orders",
			Doc: "URL of the queue.",
		},
		{
			Name: "body", ASL: "MessageBody", Type: whatever, Keep: true, Required: true,
			Doc: "The message: text, or any other value, which is sent as JSON text.",
		},
		{
			Name: "group", ASL: "MessageGroupId", Type: cty.String,
			Doc: "Message group, of a FIFO queue.",
		},
		{
			Name: "dedup", ASL: "MessageDeduplicationId", Type: cty.String,
			Doc: "Deduplication id, of a FIFO queue.",
		},
		{
			Name: "attributes", Type: pairs,
			Doc: "Attributes of the message.",
		},
		{
			Name: "delay", ASL: "DelaySeconds", Type: cty.String, Unit: time.Second,
			Doc: "How long the message stays hidden; at most 15 minutes.",
		},
	},
	Modes: []Mode{
		{
			Await: "completion",
			Call:  Call{Resource: "arn:aws:states:::sqs:sendMessage", Arguments: sqsSendArguments},
			Result: record(map[string]cty.Type{
				"MD5OfMessageAttributes":       cty.String,
				"MD5OfMessageBody":             cty.String,
				"MD5OfMessageSystemAttributes": cty.String,
				"MessageId":                    cty.String,
				"SequenceNumber":               cty.String,
			}),
			Metadata: true,
			Allow:    []Allow{allow(sqsQueueARN, "sqs:SendMessage")},
		},
		{
			Await:  "callback",
			Call:   Call{Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken", Arguments: sqsSendArguments},
			Result: whatever,
			Allow:  []Allow{allow(sqsQueueARN, "sqs:SendMessage")},
		},
	},
	Notes: []string{
		"A queue that is encrypted with a key of your own also needs `kms:Decrypt` and `kms:GenerateDataKey` on that key.",
	},
	Errors: []string{
		"SQS.AmazonSQSException",
		"SQS.QueueDoesNotExistException",
	},
	Transient: []string{
		"SQS.AmazonSQSException",
		"SQS.RequestThrottledException",
		"SQS.SdkClientException",
	},
	Example: `task "sqs_send" "hand_on" {
  queue = "https://sqs.eu-west-1.amazonaws.com/123456789012/refined"
  body  = { day = run.scheduled_date }
}`,
}

const sqsQueueARN = "arn:{partition}:sqs:{region}:{account}:{queue}"

const sqsSendArguments = `{
  MessageAttributes = attributes == null ? null : {
    for name, value in attributes : name => { DataType = "String", StringValue = value }
  }
}`
