package aws

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/sfn/types"
	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
)

// An event comes from the service with all that the local engine knows of such a one.
func TestEventOf(t *testing.T) {
	at := time.Date(2026, 1, 5, 2, 0, 0, 0, time.UTC)
	one := asl.Object{{Key: "n", Value: asl.Number("1")}}
	base := engine.Event{ID: 7, Previous: 6, Time: at}
	of := func(kind string, edit func(*engine.Event)) *engine.Event {
		e := base
		e.Type = kind
		edit(&e)
		return &e
	}
	failed := func(e *engine.Event) {
		e.Error, e.Cause, e.HasError, e.HasCause = "Boom", "so it is", true, true
	}
	service := func(e *engine.Event) { e.Resource, e.ResourceType = "startJobRun.sync", "glue" }
	both := func(all ...func(*engine.Event)) func(*engine.Event) {
		return func(e *engine.Event) {
			for _, f := range all {
				f(e)
			}
		}
	}
	output := func(e *engine.Event) { e.Output = one }
	events := []*engine.Event{
		of("ExecutionStarted", func(e *engine.Event) { e.Input, e.Role = one, "role" }),
		of("ExecutionSucceeded", output),
		of("ExecutionFailed", failed),
		of("ExecutionTimedOut", failed),
		of("ExecutionAborted", failed),
		of("MapRunFailed", failed),
		of("TaskStateEntered", func(e *engine.Event) { e.Name, e.Input = "a", one }),
		of("TaskStateExited", func(e *engine.Event) {
			e.Name, e.Output, e.Assigned = "a", one, asl.Object{{Key: "x", Value: one}, {Key: "y", Value: asl.String("z")}}
		}),
		of("TaskScheduled", both(service, func(e *engine.Event) { e.Parameters, e.Region, e.Timeout, e.Heartbeat = one, "eu-west-1", 60, 5 })),
		of("TaskStarted", service),
		of("TaskSubmitted", both(service, output)),
		of("TaskSucceeded", both(service, output)),
		of("TaskFailed", both(service, failed)),
		of("TaskTimedOut", both(service, failed)),
		of("MapStateStarted", func(e *engine.Event) { e.Length = 3 }),
		of("MapIterationStarted", func(e *engine.Event) { e.Name, e.Index = "m", 2 }),
		of("MapIterationFailed", func(e *engine.Event) { e.Name, e.Index = "m", 2 }),
		of("MapRunStarted", func(e *engine.Event) { e.MapRun = "arn" }),
		of("LambdaFunctionScheduled", func(e *engine.Event) { e.Resource, e.Input, e.Timeout = "f", one, 9 }),
		of("LambdaFunctionSucceeded", output),
		of("LambdaFunctionFailed", failed),
		of("LambdaFunctionTimedOut", failed),
		of("ActivityScheduled", func(e *engine.Event) { e.Resource, e.Input, e.Timeout, e.Heartbeat = "a", one, 9, 3 }),
		of("ActivityStarted", func(e *engine.Event) { e.Worker = "w" }),
		of("ActivitySucceeded", output),
		of("ActivityFailed", failed),
		of("ActivityTimedOut", failed),
		of("EvaluationFailed", both(failed, func(e *engine.Event) { e.Name, e.Field = "a", "Output" })),
		of("ParallelStateStarted", func(*engine.Event) {}),
	}
	for _, want := range events {
		// As the service writes it, and the SDK reads it.
		var said map[string]any
		if err := json.Unmarshal(want.AppendJSON(nil), &said); err != nil {
			t.Fatal(err)
		}
		delete(said, "timestamp")
		text, err := json.Marshal(said)
		if err != nil {
			t.Fatal(err)
		}
		var e types.HistoryEvent
		if err := json.Unmarshal(text, &e); err != nil {
			t.Fatal(err)
		}
		e.Timestamp = &at
		if diff := cmp.Diff(want, eventOf(&e)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", want.Type, diff)
		}
	}
}

// Each of the details that the SDK knows of an error is read.
func TestEventOfErrors(t *testing.T) {
	details := reflect.TypeFor[types.HistoryEvent]()
	read := 0
	for i := range details.NumField() {
		f := details.Field(i)
		if f.Type.Kind() != reflect.Pointer || f.Type.Elem().Kind() != reflect.Struct || !strings.HasSuffix(f.Name, "EventDetails") {
			continue
		}
		d := reflect.New(f.Type.Elem())
		field := d.Elem().FieldByName("Error")
		if !field.IsValid() {
			continue
		}
		text := "Boom"
		field.Set(reflect.ValueOf(&text))
		var e types.HistoryEvent
		reflect.ValueOf(&e).Elem().Field(i).Set(d)
		read++
		if got := eventOf(&e); got.Error != "Boom" || !got.HasError || got.HasCause {
			t.Errorf("%s: %+v", f.Name, got)
		}
	}
	if read < 10 {
		t.Errorf("%d kinds of errors", read)
	}
}

func TestValue(t *testing.T) {
	text := "no JSON"
	if value(nil) != nil || value(&text) != asl.String("no JSON") {
		t.Errorf("value = %v", value(&text))
	}
}
