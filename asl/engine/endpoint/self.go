package endpoint

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
)

// Tasks may call the API of Step Functions itself, as those of pipelines do that
// ask how many of their executions run. It is this endpoint that answers.

// asks gives the operation that a Task calls; nil where it is none of ours.
func (e *Endpoint) asks(c engine.Call) operation {
	if c.ResourceType != "aws-sdk:sfn" || c.Action == "" {
		return nil
	}
	return e.operations[strings.ToUpper(c.Action[:1])+c.Action[1:]]
}

// ask makes a Task's call. It does not wait for the answer: the execution could
// not be looked at meanwhile, not even by the call itself.
func (e *Endpoint) ask(x *execution, c engine.Call) engine.Outcome {
	do, key := e.asks(c), c.Key()
	o, _ := c.Arguments.(asl.Object)
	go func() {
		out, err := do(e, &request{e.ctx, params{o: recase(o, strings.ToLower)}})
		answer := engine.Outcome{Output: pascal(out)}
		if err != nil {
			answer = e.serviceError(c, err)
		}
		if live := x.running(); live != nil {
			live.Send(key, answer) //nolint:errcheck // where the Task no longer waits, nobody wants to know
		}
	}()
	return engine.Outcome{Pending: true, Outside: true}
}

// pascal spells the members of an answer as Tasks see them, with a capital.
// Dates become texts.
func pascal(o asl.Object) asl.Object { return recase(o, strings.ToUpper) }

// recase changes the first letters of members, but not of those that users name.
func recase(o asl.Object, first func(string) string) asl.Object {
	out := make(asl.Object, 0, len(o))
	for _, m := range o {
		key, v := m.Key, m.Value
		if key != "" {
			key = first(key[:1]) + key[1:]
		}
		switch x := v.(type) {
		case asl.Object:
			if m.Key != "assignedVariables" {
				v = recase(x, first)
			}
		case asl.Array:
			list := make(asl.Array, len(x))
			for i, item := range x {
				if inner, ok := item.(asl.Object); ok {
					item = recase(inner, first)
				}
				list[i] = item
			}
			v = list
		case asl.Number:
			seconds, err := strconv.ParseFloat(string(x), 64)
			if err == nil && (strings.HasSuffix(m.Key, "Date") || m.Key == "timestamp") {
				v = dateText(time.UnixMilli(int64(math.Round(seconds * 1000))))
			}
		default: // has no members
		}
		out = append(out, asl.Member{Key: key, Value: v})
	}
	return out
}

func dateText(t time.Time) asl.String {
	return asl.String(t.UTC().Format("2006-01-02T15:04:05.000Z"))
}
