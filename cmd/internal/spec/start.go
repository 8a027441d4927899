package spec

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/dsl"
)

// What starts a pipeline tells it so in the member "pipectl" of the input.

// scheduledTime is what EventBridge Scheduler replaces by the time at which it was
// to start the execution, in RFC 3339. UNVERIFIED: its context attributes.
const scheduledTime = "<aws.scheduler.scheduled-time>"

// event is what EventBridge replaces by the whole event, as JSON. UNVERIFIED: the
// variables of input transformers.
const event = "<aws.events.event.json>"

func timer(s *dsl.Schedule) (deploy.Timer, error) {
	input := asl.Object{{Key: "pipectl", Value: asl.Object{
		{Key: "schedule", Value: asl.String(s.Name)},
		{Key: "scheduled_time", Value: asl.String(scheduledTime)},
	}}}
	given, err := object(s.Input)
	if err != nil {
		return deploy.Timer{}, fmt.Errorf("its input: %w", err)
	}
	return deploy.Timer{
		Name: s.Name, Expression: s.Expression, Timezone: s.Timezone,
		Input: string(asl.AppendValue(nil, append(given, input...), -1)),
	}, nil
}

func trigger(t *dsl.Trigger) (deploy.Trigger, error) {
	out := deploy.Trigger{Name: t.Name, Bus: busName(t.Bus)}
	name, err := json.Marshal(t.Name)
	if err != nil {
		return out, err
	}
	out.Template = fmt.Sprintf(`{"pipectl":{"trigger":%s,"event":%s}}`, name, event)
	var pattern asl.Object
	if t.Type == "s3_object" {
		pattern = created(t)
	} else if pattern, err = object(t.Pattern); err != nil {
		return out, fmt.Errorf("its pattern: %w", err)
	}
	out.Pattern = string(asl.AppendValue(nil, pattern, -1))
	return out, nil
}

// created is the pattern of objects that come to be in a bucket, which tells
// EventBridge so only if it is set to, for all its objects.
func created(t *dsl.Trigger) asl.Object {
	one := func(v asl.Value) asl.Array { return asl.Array{v} }
	detail := asl.Object{{Key: "bucket", Value: asl.Object{{Key: "name", Value: one(asl.String(t.Bucket))}}}}
	var key asl.Object
	switch {
	case t.Prefix != "" && t.Suffix != "":
		// Two filters side by side would be either, not both.
		key = asl.Object{{Key: "wildcard", Value: asl.String(literal.Replace(t.Prefix) + "*" + literal.Replace(t.Suffix))}}
	case t.Prefix != "":
		key = asl.Object{{Key: "prefix", Value: asl.String(t.Prefix)}}
	case t.Suffix != "":
		key = asl.Object{{Key: "suffix", Value: asl.String(t.Suffix)}}
	}
	if key != nil {
		detail = append(detail, asl.Member{Key: "object", Value: asl.Object{{Key: "key", Value: one(key)}}})
	}
	return asl.Object{
		{Key: "source", Value: one(asl.String("aws.s3"))},
		{Key: "detail-type", Value: one(asl.String("Object Created"))},
		{Key: "detail", Value: detail},
	}
}

// literal takes characters of a wildcard pattern for themselves.
var literal = strings.NewReplacer(`\`, `\\`, `*`, `\*`)

// busName is the name of a bus that may be given by its ARN. A bus of another
// account cannot have rules of ours; EventBridge says so.
func busName(bus string) string {
	if _, name, ok := strings.Cut(bus, ":event-bus/"); ok && strings.HasPrefix(bus, "arn:") {
		return name
	}
	return bus
}

// object is an object value as JSON has it.
func object(v cty.Value) (asl.Object, error) {
	text, err := ctyjson.SimpleJSONValue{Value: v}.MarshalJSON()
	if err != nil {
		return nil, err
	}
	decoded, err := asl.DecodeValue(text)
	if err != nil {
		return nil, err
	}
	o, ok := decoded.(asl.Object)
	if !ok {
		return nil, fmt.Errorf("it is no object: %s", text)
	}
	return o, nil
}
