package endpoint

import (
	"slices"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
)

func (e *Endpoint) getExecutionHistory(r *request) (asl.Object, error) {
	of, err := r.arn("executionArn", "execution")
	back := r.flag("reverseOrder", false)
	data := r.flag("includeExecutionData", true)
	if wrong := r.fault(); wrong != nil {
		return nil, wrong
	}
	if err != nil {
		return nil, err
	}
	order := "forth"
	if back {
		order = "back"
	}
	p, err := r.page("history", of.full, order)
	if err != nil {
		return nil, err
	}
	x, err := e.execution(of.full)
	if err != nil {
		return nil, err
	}
	now, _ := x.find(of.full)
	if now == nil {
		return nil, noExecution(of.full)
	}
	events := now.Events
	if back {
		events = slices.Clone(events)
		slices.Reverse(events)
	}
	shown, token := cut(p, events, back, func(e *engine.Event) uint64 { return uint64(e.ID) })
	list := asl.Array{}
	for _, event := range shown {
		list = append(list, eventReply(event, data))
	}
	return listed("events", list, token), nil
}

// eventReply is an event as GetExecutionHistory shows it. Without data it has
// no input and no output.
func eventReply(event *engine.Event, data bool) asl.Object {
	var out reply
	out.at("timestamp", event.Time)
	out.text("type", event.Type)
	out.integer("id", event.ID)
	out.integer("previousEventId", event.Previous)
	key, details := event.Details()
	if key == "" {
		return out.object()
	}
	var shown reply
	for _, m := range details {
		switch m.Key {
		case "input", "output", "inputDetails", "outputDetails":
			if data {
				shown.set(m.Key, m.Value)
			}
		case "taskCredentials":
			// The model has one member, spelt like all of the API's.
			if o, ok := m.Value.(asl.Object); ok {
				role, _ := o.Get("roleArn")
				shown.set(m.Key, asl.Object{{Key: "roleArn", Value: role}})
			}
		default:
			shown.set(m.Key, m.Value)
		}
	}
	out.set(key, shown.object())
	return out.object()
}
