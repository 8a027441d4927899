package catalog

import "github.com/zclconf/go-cty/cty"

// eventsPut puts one event on a bus.
var eventsPut = Kind{
	Name: "events_put",
	Doc:  "Puts an event on an Amazon EventBridge bus.",
	Args: []Arg{
		{
			Name: "bus", Type: cty.String,
			Doc: "Name or ARN of the bus; the account's default bus where it is left out.",
		},
		{
			Name: "source", Type: cty.String, Default: `"pipectl.${pipeline.name}"`,
			Doc: "Source of the event; `pipectl.` and the pipeline's name where it is left out.",
		},
		{
			Name: "detail_type", Type: cty.String, Required: true,
			Doc: "Type of the event.",
		},
		{
			Name: "detail", Type: whatever, Keep: true, Required: true,
			Doc: "The event itself: an object.",
		},
	},
	Modes: []Mode{
		{
			Await: "completion",
			Call:  Call{Resource: "arn:aws:states:::events:putEvents", Arguments: eventsPutArguments, Keep: []string{"Entries"}},
			Result: record(map[string]cty.Type{
				"Entries": cty.List(record(map[string]cty.Type{
					"ErrorCode": cty.String, "ErrorMessage": cty.String, "EventId": cty.String,
				})),
				"FailedEntryCount": cty.Number,
			}),
			Allow: []Allow{allow(eventsBusARN, "events:PutEvents")},
		},
		{
			Await:  "callback",
			Call:   Call{Resource: "arn:aws:states:::events:putEvents.waitForTaskToken", Arguments: eventsPutArguments, Keep: []string{"Entries"}},
			Result: whatever,
			Allow:  []Allow{allow(eventsBusARN, "events:PutEvents")},
		},
	},
	Notes: []string{
		"An event that EventBridge does not take raises `EventBridge.FailedEntry`, with its answer as the cause. It is not " +
			"`\"transient\"`, as it may be for good.",
		"The name of EventBridge's catch-all error, `EventBridge.AmazonEventBridgeException`, follows from those of other " +
			"services and is unverified.",
	},
	Errors: []string{
		"EventBridge.FailedEntry",
		"EventBridge.InternalException",
	},
	Transient: []string{
		"EventBridge.AmazonEventBridgeException",
		"EventBridge.InternalException",
		"EventBridge.SdkClientException",
	},
	Example: `task "events_put" "announce" {
  detail_type = "Orders refined"
  detail      = { day = run.scheduled_date }
}`,
}

const eventsBusARN = "arn:{partition}:events:{region}:{account}:event-bus/{bus|default}"

const eventsPutArguments = `{
  Entries = [merge(
    bus == null ? {} : { EventBusName = bus },
    { Source = source, DetailType = detail_type, Detail = detail },
  )]
}`
