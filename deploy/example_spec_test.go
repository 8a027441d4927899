package deploy

import (
	"context"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"
)

// The pipeline that tests deploy: everything a pipeline can have. Edits of it
// are further versions.

func definition(says string, parts ...string) string {
	var states []string
	for i, p := range parts {
		next := `"End":true`
		if i+1 < len(parts) {
			next = fmt.Sprintf(`"Next":"run-%d"`, i+1)
		}
		states = append(states, fmt.Sprintf(`"run-%d":{"Type":"Task","Resource":"arn:aws:states:::states:startExecution.sync:2","Arguments":{"StateMachineArn":%q},%s}`,
			i, PartARN(ireland, p), next))
	}
	if len(parts) == 0 {
		states = []string{fmt.Sprintf(`"run-0":{"Type":"Succeed","Comment":%q}`, says)}
	}
	return fmt.Sprintf(`{"Comment":%q,"StartAt":"run-0","States":{%s}}`, says, strings.Join(states, ","))
}

func policy(action string) string {
	return fmt.Sprintf(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[%q],"Resource":["*"]}]}`, action)
}

func lake(edits ...func(*Spec)) Spec {
	s := Spec{
		Project: "orders", Pipeline: "lake",
		Definition: definition("one", "lake-1", "lake-2"),
		Parts: []Part{
			{"lake-1", definition("part one")},
			{"lake-2", definition("part two", "lake-1")},
		},
		Policy: policy("glue:StartJobRun"),
		Alias:  "live", LogLevel: "ERROR", RetentionDays: 30, Tracing: true,
		Schedules: []Timer{
			{"nightly", "cron(0 2 * * ? *)", "Europe/London", `{"pipectl":{"schedule":"nightly","scheduled_time":"<aws.scheduler.scheduled-time>"}}`},
			{"hourly", "rate(1 hour)", "", `{}`},
		},
		Triggers: []Trigger{{"late", "", `{"source":["aws.s3"]}`, `{"pipectl":{"trigger":"late","event":<aws.events.event.json>}}`}},
		Notifies: []Notify{{"dead", []string{"FAILED", "ABORTED"}, "arn:aws:sns:eu-west-1:123456789012:support"}},
		Tags:     Tags{"team": "orders"},
	}
	for _, edit := range edits {
		edit(&s)
	}
	return s
}

// second is lake with an edit of everything.
func second(s *Spec) {
	s.Definition = definition("two", "lake-1", "lake-2", "lake-3")
	s.Parts = []Part{
		{"lake-1", definition("part one, new")},
		{"lake-2", definition("part two", "lake-1")},
		{"lake-3", definition("part three")},
	}
	s.Policy = policy("athena:StartQueryExecution")
	s.RetentionDays = 60
	s.Schedules = []Timer{
		{"nightly", "cron(0 3 * * ? *)", "Europe/London", `{"pipectl":{"schedule":"nightly","scheduled_time":"<aws.scheduler.scheduled-time>"}}`},
		{"weekly", "rate(7 days)", "", `{}`},
	}
	s.Triggers = []Trigger{
		{"late", "", `{"source":["aws.s3","acme"]}`, `{"pipectl":{"trigger":"late","event":<aws.events.event.json>}}`},
		{"ordered", "shop", `{"source":["shop"]}`, `{"pipectl":{"trigger":"ordered","event":<aws.events.event.json>}}`},
	}
	s.Notifies = nil
	s.Tags = Tags{"team": "lake", "cost": "7"}
}

func aliased(name string) func(*Spec) { return func(s *Spec) { s.Alias = name } }

// A bench is an account in which time passes only by waiting.
type bench struct {
	t     *testing.T
	cloud *Memory
	now   time.Time
	slept time.Duration
	calls []Call // that write
	shift Shift
	tells func(Event)
}

func newBench(t *testing.T, resources ...Resource) *bench {
	b := &bench{t: t, cloud: NewMemory(ireland, resources...), now: time.Date(2026, 1, 5, 2, 0, 0, 0, time.UTC)}
	b.cloud.Around = b.count
	return b
}

// copy is a bench with the same things in its account.
func (b *bench) copy() *bench {
	c := newBench(b.t)
	c.now = b.now
	m := b.cloud
	c.cloud.Foreign, c.cloud.Lag, c.cloud.calls, c.cloud.updates = m.Foreign, m.Lag, m.calls, m.updates
	c.cloud.there, c.cloud.changes = maps.Clone(m.there), maps.Clone(m.changes)
	c.cloud.numbers, c.cloud.marks = maps.Clone(m.numbers), maps.Clone(m.marks)
	return c
}

func (b *bench) count(c Call, do func() error) error {
	if c.Writes {
		b.calls = append(b.calls, c)
	}
	return do()
}

func (b *bench) clock() Clock {
	return Clock{
		Now: func() time.Time { return b.now },
		Sleep: func(ctx context.Context, d time.Duration) error {
			b.now, b.slept = b.now.Add(d), b.slept+d
			return ctx.Err()
		},
	}
}

// read is what there is, in spite of throttling.
func (b *bench) read() *Live {
	b.t.Helper()
	l, err := Read(context.Background(), Patient(b.cloud, b.clock(), nil), "orders", "lake")
	if err != nil {
		b.t.Fatal(err)
	}
	return l
}

// try deploys.
func (b *bench) try(ctx context.Context, s Spec) error {
	l, err := Read(ctx, Patient(b.cloud, b.clock(), nil), s.Project, s.Pipeline)
	if err != nil {
		return err
	}
	return Apply(ctx, b.cloud, Diff(l, s), Options{Clock: b.clock(), Event: b.tells, Shift: b.shift})
}

// deploy deploys, which has to succeed, and says which calls wrote.
func (b *bench) deploy(s Spec) []string {
	b.t.Helper()
	b.calls = nil
	if err := b.try(context.Background(), s); err != nil {
		b.t.Fatalf("deploy: %v", err)
	}
	return b.wrote()
}

func (b *bench) wrote() []string {
	var out []string
	for _, c := range b.calls {
		out = append(out, c.String())
	}
	return out
}
