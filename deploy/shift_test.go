package deploy

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestNext(t *testing.T) {
	minute := time.Minute
	canary := Shift{Steps: Canary(10, 10*minute), Alarms: []string{"a"}, Tolerate: 1}
	linear := Shift{Steps: Linear(40, minute)}
	well := Health{Counted: true, Succeeded: 3, Failed: 1}
	tests := []struct {
		name   string
		shift  Shift
		weight int
		held   time.Duration
		health Health
		want   Move
	}{
		{"at once", Shift{}, 0, 0, Health{}, Lead{100}},
		{"begins", canary, 0, 0, well, Lead{10}},
		{"holds", canary, 10, minute, well, Hold{checkEvery}},
		{"holds the rest", canary, 10, 10*minute - time.Second, well, Hold{time.Second}},
		{"ends", canary, 10, 10 * minute, well, Lead{100}},
		{"one failed too many", canary, 10, minute, Health{Counted: true, Failed: 2}, Back{"2 of its executions failed"}},
		{"not counted", canary, 10, minute, Health{Failed: 2}, Hold{checkEvery}},
		{"an alarm", canary, 10, minute, Health{Ringing: []string{"a", "b"}}, Back{"the alarm a, b rings"}},
		{"an alarm before", canary, 0, 0, Health{Ringing: []string{"a"}}, Back{"the alarm a rings"}},
		{"at the end nothing counts", canary, 100, 0, Health{Counted: true, Failed: 9}, Lead{100}},
		{"next", linear, 40, minute, well, Back{"1 of its executions failed"}},
		{"next", linear, 40, minute, Health{}, Lead{80}},
		{"last", linear, 80, minute, Health{}, Lead{100}},
		{"of another shift", canary, 50, 0, well, Lead{100}},
		{"of another shift", linear, 50, 0, Health{}, Lead{80}},
	}
	for _, test := range tests {
		if got := test.shift.Next(test.weight, test.held, test.health); got != test.want {
			t.Errorf("%s: Next(%d, %s) = %#v, want %#v", test.name, test.weight, test.held, got, test.want)
		}
	}
	if diff := cmp.Diff([]ShiftStep{{30, minute}, {60, minute}, {90, minute}}, Linear(30, minute)); diff != "" {
		t.Errorf("Linear:\n%s", diff)
	}
}

func TestShift(t *testing.T) {
	tests := []struct {
		name  string
		shift Shift
		sick  func(Watch, time.Duration) Health
		fails func(Call, time.Duration) error
		want  []int // the weights of the new version
		took  time.Duration
		back  string
	}{
		{"canary", Shift{Steps: Canary(10, 10*time.Minute)}, nil, nil, []int{10, 100}, 10 * time.Minute, ""},
		{"linear", Shift{Steps: Linear(25, time.Minute)}, nil, nil, []int{25, 50, 75, 100}, 3 * time.Minute, ""},
		{"executions fail", Shift{Steps: Canary(10, 10*time.Minute)}, func(w Watch, at time.Duration) Health {
			if w.Version != 2 {
				return Health{Counted: true, Failed: 99} // of the old one
			}
			return Health{Counted: true, Failed: int(at / time.Minute)}
		}, nil, []int{10, 0}, time.Minute, "1 of its executions failed"},
		{"an alarm rings", Shift{Steps: Linear(50, time.Minute), Alarms: []string{"errors"}}, func(w Watch, at time.Duration) Health {
			if at >= 30*time.Second {
				return Health{Ringing: w.Alarms}
			}
			return Health{}
		}, nil, []int{50, 0}, 30 * time.Second, "the alarm errors rings"},
		{"it cannot be seen", Shift{Steps: Canary(10, time.Minute)}, nil, func(c Call, at time.Duration) error {
			if c.Action == "states:ListExecutions" && at > 20*time.Second {
				return &Fault{Kind: AccessDenied, Call: c.Action}
			}
			return nil
		}, []int{10, 0}, 30 * time.Second, "it cannot be seen how it does: states:ListExecutions: is not allowed (needs the permission states:ListExecutions)"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t)
			simple := func(says string) Spec {
				return lake(func(s *Spec) { s.Parts, s.Definition = nil, definition(says) })
			}
			b.deploy(simple("one"))
			begin := b.now
			if test.sick != nil {
				b.cloud.Sick = func(w Watch) Health { return test.sick(w, b.now.Sub(begin)) }
			}
			var weights []int
			b.cloud.Around = func(c Call, do func() error) error {
				if test.fails != nil {
					if err := test.fails(c, b.now.Sub(begin)); err != nil {
						return err
					}
				}
				err := do()
				if c.Action == "states:UpdateStateMachineAlias" {
					weight := 0
					for _, r := range b.cloud.there[c.ID].(*Alias).Routes {
						if r.Version == 2 {
							weight = r.Weight
						}
					}
					weights = append(weights, weight)
				}
				return err
			}
			b.shift = test.shift
			err := b.try(context.Background(), simple("two"))
			if diff := cmp.Diff(test.want, weights); diff != "" {
				t.Errorf("weights (-want +got):\n%s", diff)
			}
			if took := b.now.Sub(begin); took != test.took {
				t.Errorf("it took %s, want %s", took, test.took)
			}
			var back *ShiftedBack
			switch {
			case test.back == "":
				if err != nil {
					t.Fatal(err)
				}
			case !errors.As(err, &back) || back.Why != test.back:
				t.Fatalf("error = %v, want %s", err, test.back)
			default:
				want := "lead alias lake/live to the new version: version 2 was taken back, for " + test.back + "; alias lake/live leads to version 1 again"
				if err.Error() != want {
					t.Errorf("error = %q, want %q", err, want)
				}
				// It is over, and can be tried again.
				if b.read().lock() != nil {
					t.Error("the lock is still there")
				}
				b.cloud.Sick, b.cloud.Around = nil, b.count
				b.deploy(simple("two"))
				if s := StatusOf(b.read()); s.Versions[0].Weight != 100 {
					t.Errorf("it does not serve after all: %+v", s.Versions)
				}
			}
		})
	}
}

// An alarm that rings before keeps it from beginning.
func TestShiftIsNotBegun(t *testing.T) {
	b := newBench(t)
	b.deploy(lake())
	b.cloud.Sick = func(w Watch) Health { return Health{Ringing: w.Alarms} }
	b.shift = Shift{Steps: Canary(10, time.Minute), Alarms: []string{"errors"}}
	err := b.try(context.Background(), lake(second))
	if err == nil || err.Error() != "lead alias lake/live to the new version: version 2 was not begun with: the alarm errors rings" {
		t.Errorf("error = %v", err)
	}
	if a := b.read().alias(); !slices.Equal(a.Routes, []Route{{1, 100}}) {
		t.Errorf("the alias leads to %v", a.Routes)
	}
}
