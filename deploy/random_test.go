package deploy

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// drawn is a spec with any of what a pipeline can have.
func drawn(t *rapid.T) Spec {
	s := lake(aliased(rapid.SampledFrom([]string{"live", "prod", ""}).Draw(t, "alias")))
	s.Keep = rapid.IntRange(1, 3).Draw(t, "keep")
	s.Parts = s.Parts[:0]
	var names []string
	for n := range rapid.IntRange(0, 3).Draw(t, "parts") {
		part := Part{Name: fmt.Sprintf("lake-%d", n+1)}
		says := fmt.Sprint("part ", rapid.IntRange(0, 2).Draw(t, "says"))
		if n > 0 && rapid.Bool().Draw(t, "inner") {
			part.Definition = definition(says, names[n-1])
		} else {
			part.Definition = definition(says)
		}
		s.Parts, names = append(s.Parts, part), append(names, part.Name)
	}
	s.Definition = definition(fmt.Sprint("main ", rapid.IntRange(0, 4).Draw(t, "says")), names...)
	s.Policy = policy(fmt.Sprint("glue:Number", rapid.IntRange(0, 3).Draw(t, "policy")))
	if rapid.Bool().Draw(t, "role") {
		s.Role = userRole
	}
	if rapid.Bool().Draw(t, "logs off") {
		s.LogLevel = "OFF"
	}
	s.Schedules = s.Schedules[:rapid.IntRange(0, 2).Draw(t, "schedules")]
	s.Triggers = s.Triggers[:rapid.IntRange(0, 1).Draw(t, "triggers")]
	s.Notifies = s.Notifies[:rapid.IntRange(0, 1).Draw(t, "notifies")]
	return s
}

// Whatever is deployed after whatever, rolled back or killed in between: what
// serves is whole, a deploy that ends leaves nothing to do, and destroying leaves
// nothing at all.
func TestRandomHistories(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		b := newBench(t, foreign...)
		b.cloud.Foreign = userRole
		for range rapid.IntRange(1, 6).Draw(r, "steps") {
			left := rapid.IntRange(0, 150).Draw(r, "calls until it is killed") // most end before
			b.cloud.Around = func(_ Call, do func() error) error {
				if left--; left < 0 {
					return errKilled
				}
				return do()
			}
			before := b.read0(r)
			s := drawn(r)
			var err error
			back := rapid.IntRange(0, 5).Draw(r, "what") == 0
			if back {
				err = b.carry(context.Background(), func(l *Live) *Plan { return Rollback(l, 0) })
			} else {
				err = b.try(context.Background(), s)
			}
			b.cloud.Around = nil
			l := b.read0(r)
			if problem := broken(l); problem != "" {
				r.Fatalf("after %v: %s", err, problem)
			}
			if before.serving() != 0 && l.serving() == 0 && l.alias() != nil {
				r.Fatalf("after %v nothing serves any more", err)
			}
			switch {
			case err == nil && !back:
				if p := Diff(l, s); len(p.Changes) > 0 {
					r.Fatalf("there is more to do: %s", strings.Join(describeAll(p), "; "))
				}
			case err != nil && !errors.Is(err, errKilled) && !isObstacle(err):
				r.Fatalf("error: %v", err)
			}
			if l.lock() != nil && rapid.Bool().Draw(r, "break") {
				if err := b.carry(context.Background(), Break); err != nil {
					r.Fatal(err)
				}
			}
		}
		if b.read0(r).lock() != nil {
			if err := b.carry(context.Background(), Break); err != nil {
				r.Fatal(err)
			}
		}
		if err := b.carry(context.Background(), Destroy); err != nil {
			r.Fatal(err)
		}
		if diff := unlike(newBench(t, foreign...).cloud.Resources(), b.cloud.Resources()); diff != "" {
			r.Fatalf("what is left (-want +got):\n%s", diff)
		}
	})
}

// read0 is what there is, whoever would be killed.
func (b *bench) read0(r *rapid.T) *Live {
	around := b.cloud.Around
	b.cloud.Around = nil
	defer func() { b.cloud.Around = around }()
	l, err := Read(context.Background(), b.cloud, "orders", "lake")
	if err != nil {
		r.Fatal(err)
	}
	return l
}

// broken says what is missing of what is started; empty: nothing.
func broken(l *Live) string {
	var missing string
	stop := func(id ID, format string, args ...any) *Plan {
		missing = Obstacle{id, fmt.Sprintf(format, args...)}.Error()
		return nil
	}
	for _, r := range l.Resources {
		switch r := r.(type) {
		case *Alias:
			for _, route := range r.Routes {
				v, ok := l.byID[VersionID(r.Machine, route.Version)].(*Version)
				if !ok {
					return fmt.Sprintf("%s leads to no version %d", r.ID(), route.Version)
				}
				if r.Name != lockName && !l.complete(v, stop) {
					return missing
				}
			}
		case *Schedule:
			machine, alias, _ := StateMachine(r.Target)
			if alias != "" && l.byID[ID{KindAlias, machine, alias}] == nil || l.machine(machine) == nil && machine == l.Pipeline {
				if l.owns(r) {
					return fmt.Sprintf("%s starts %s, which is not there", r.ID(), r.Target)
				}
			}
		case *Machine:
			if strings.Contains(r.Definition, "<version of") {
				return fmt.Sprintf("%s has a part without a number", r.ID())
			}
		default:
		}
	}
	if m := l.machine(l.Pipeline); m != nil && l.owns(m) && l.alias() == nil {
		for _, id := range runs(m.Definition, l.Pipeline) {
			if l.byID[id] == nil {
				return fmt.Sprintf("the machine runs %s, which is not there", id)
			}
		}
	}
	return missing
}
