package deploytest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/internal/awstest"
)

// A pipeline with everything that a deploy makes, and the same after an edit of
// everything.
const (
	lakeBefore = `
pipeline "lake" {
  alias = "live"
  schedule "nightly" { rate = "1 day" }
  trigger "event" "ordered" { pattern = { source = ["shop"] } }
  notify "sns" "dead" {
    on    = ["failed"]
    topic = "arn:aws:sns:us-east-1:123456789012:support"
  }
  logging { retention_days = 30 }
  task "lambda" "load" { function = "load-before" }
}
`
	lakeAfter = `
pipeline "lake" {
  alias = "live"
  tags  = { team = "orders" }
  schedule "hourly" { rate = "1 hour" }
  trigger "event" "ordered" { pattern = { source = ["shop", "store"] } }
  logging { retention_days = 60 }
  task "lambda" "load" { function = "load-after" }
}
`
)

// A failure is what happens to one call, once.
type failure struct {
	name string
	// of gives the trouble; kill ends the process.
	of func(c awstest.Call, kill func()) *awstest.Trouble
	// survives: the deploy that meets it goes on, and succeeds.
	survives bool
	// writes: of calls that only read there is no such failure, or it is met
	// as being throttled is.
	writes bool
}

var failures = []failure{
	{name: "throttled", survives: true, of: func(c awstest.Call, _ func()) *awstest.Trouble { return awstest.Throttled(c) }},
	{name: "500", survives: true, writes: true, of: func(c awstest.Call, _ func()) *awstest.Trouble { return awstest.Broken(c, false) }},
	{name: "500, done", survives: true, writes: true, of: func(c awstest.Call, _ func()) *awstest.Trouble { return awstest.Broken(c, true) }},
	{name: "connection reset", survives: true, writes: true, of: func(awstest.Call, func()) *awstest.Trouble { return awstest.Reset(false) }},
	{name: "answer lost", survives: true, writes: true, of: func(awstest.Call, func()) *awstest.Trouble { return awstest.Reset(true) }},
	{name: "conflict", writes: true, of: func(c awstest.Call, _ func()) *awstest.Trouble { return awstest.Conflicting(c) }},
	{name: "denied", writes: true, of: func(c awstest.Call, _ func()) *awstest.Trouble { return awstest.Denied(c, c.Action()) }},
	{name: "killed before", writes: true, of: func(_ awstest.Call, kill func()) *awstest.Trouble {
		return &awstest.Trouble{Cut: true, Then: kill}
	}},
	{name: "killed after", of: func(_ awstest.Call, kill func()) *awstest.Trouble { return awstest.Killed(kill) }},
}

// others are things that look like the pipeline's and are not.
func others(t testing.TB, a *account) {
	t.Helper()
	trust := `{"Statement":[{"Principal":{"Service":"states.amazonaws.com"}}]}`
	theirs := deploy.Tags{deploy.TagProject: project, deploy.TagPipeline: "lakeside"}
	c := a.client()
	for _, r := range []deploy.Resource{
		&deploy.Role{Name: "pipectl-run-us-east-1-lakeside", Trust: trust, Tags: theirs},
		&deploy.Policy{Role: "pipectl-run-us-east-1-lakeside", Name: "pipectl-0123456789ab", Document: "{}"},
		&deploy.LogGroup{Name: "/aws/vendedlogs/states/lakeside"},
		&deploy.Machine{
			Name: "lakeside", Definition: `{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}`, Tags: theirs,
			Role: "arn:aws:iam::123456789012:role/pipectl-run-us-east-1-lakeside",
		},
		&deploy.ScheduleGroup{Name: "pipectl-lakeside", Tags: theirs},
		&deploy.Rule{Bus: "default", Name: "pipectl-lakeside-trigger-ordered", Pattern: "{}", Tags: theirs},
		&deploy.Rule{Bus: "default", Name: "pipectl-lake-house", Pattern: "{}"},
	} {
		if err := c.Create(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
}

// serves says whether what the alias leads to is one of the definitions, whole.
func serves(a *account, definitions ...string) error {
	all := a.resources()
	alias, ok := all[deploy.ID{Kind: deploy.KindAlias, In: "lake", Name: "live"}].(*deploy.Alias)
	if !ok {
		return errors.New("nothing serves")
	}
	for _, route := range alias.Routes {
		v, ok := all[deploy.VersionID("lake", route.Version)].(*deploy.Version)
		if !ok {
			return fmt.Errorf("the alias leads to version %d, which is not there", route.Version)
		}
		known := false
		for _, d := range definitions {
			known = known || v.Definition == d
		}
		if !known {
			return fmt.Errorf("version %d is of another definition", route.Version)
		}
		role := strings.TrimPrefix(v.Role, virginia.ARN(deploy.ID{Kind: deploy.KindRole}))
		mark, ok := deploy.ParseMark(v.Description)
		if !ok || len(mark.Policies) != 1 {
			return fmt.Errorf("version %d does not say what it needs: %q", route.Version, v.Description)
		}
		if all[deploy.ID{Kind: deploy.KindPolicy, In: role, Name: mark.Policies[0]}] == nil {
			return fmt.Errorf("version %d lacks its permissions", route.Version)
		}
		if all[deploy.ID{Kind: deploy.KindLogGroup, Name: "/aws/vendedlogs/states/lake"}] == nil {
			return errors.New("there is no log group")
		}
	}
	return nil
}

// A failure of each kind of each call of a deploy, of going back and of removing
// all: what served goes on serving, the same once more leads to where it leads
// without failures, and nothing else changes.
func TestFaults(t *testing.T) {
	from, to := specs(t, source(lakeBefore))[0], specs(t, source(lakeAfter))[0]
	deployed := func(s deploy.Spec) func(*deploy.Live) *deploy.Plan {
		return func(l *deploy.Live) *deploy.Plan { return deploy.Diff(l, s) }
	}
	scenarios := []struct {
		name  string
		there []deploy.Spec // before
		plan  func(*deploy.Live) *deploy.Plan
		kinds []string // of failures; none: all
		stays bool     // something serves all the time
	}{
		{"first", nil, deployed(from), nil, false},
		{"edit", []deploy.Spec{from}, deployed(to), nil, true},
		{"rollback", []deploy.Spec{from, to}, func(l *deploy.Live) *deploy.Plan { return deploy.Rollback(l, 1) }, nil, true},
		{"destroy", []deploy.Spec{from}, deploy.Destroy, []string{"500, done", "answer lost", "conflict", "killed after"}, false},
	}
	enumerated := 0
	for _, scenario := range scenarios {
		start := func(t testing.TB) *account {
			a := newAccount(t, awstest.Options{})
			others(t, a)
			for _, s := range scenario.there {
				a.deploy(s)
			}
			a.server.Forget()
			return a
		}
		run := func(ctx context.Context, a *account) error {
			return a.apply(ctx, "lake", deploy.Shift{}, scenario.plan)
		}
		calm := start(t)
		if err := run(t.Context(), calm); err != nil {
			t.Fatal(err)
		}
		calls := calm.server.Calls()
		want := calm.everything()
		for _, f := range failures {
			if len(scenario.kinds) > 0 && !slices.Contains(scenario.kinds, f.name) {
				continue
			}
			for n, c := range calls {
				if f.writes && !c.Writes() {
					continue
				}
				if testing.Short() && (n+len(f.name))%7 != 0 {
					continue
				}
				enumerated++
				t.Run(fmt.Sprintf("%s/%s/%d %s", scenario.name, f.name, n, c.Action()), func(t *testing.T) {
					t.Parallel()
					a := start(t)
					ctx, kill := context.WithCancel(t.Context())
					defer kill()
					count, met := 0, false
					a.server.Meddle(func(c awstest.Call) *awstest.Trouble {
						count++
						if count != n+1 {
							return nil
						}
						met = true
						return f.of(c, kill)
					})
					err := run(ctx, a)
					a.server.Meddle(nil)
					if !met {
						t.Fatalf("there was no such call: %v", err)
					}
					if f.survives && err != nil {
						t.Errorf("it fails: %v", err)
					}
					if f.name == "denied" && (err == nil || !strings.Contains(err.Error(), "needs the permission "+c.Action())) {
						t.Errorf("the error does not name %s: %v", c.Action(), err)
					}
					if scenario.stays {
						if err := serves(a, from.Definition, to.Definition); err != nil {
							t.Errorf("after the failure: %v", err)
						}
					}
					if err := run(t.Context(), a); err != nil {
						t.Fatalf("the same once more fails: %v", err)
					}
					if diff := cmp.Diff(want, a.everything()); diff != "" {
						t.Errorf("after the same once more, what is there (-want +got):\n%s", diff)
					}
				})
			}
		}
	}
	t.Logf("%d failures", enumerated)
}
