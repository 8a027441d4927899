package aws

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/internal/awstest"
)

func TestVersion(t *testing.T) {
	c := connect(t, awstest.Start(t, awstest.Options{}))
	ground(t, c)
	compare(t, c, &deploy.Version{
		Machine: "ground", Number: 1, Description: "of 1", Definition: definition, Role: runRole, Logging: deploy.Logging{Level: "OFF"},
	})
	compare(t, c, &deploy.Version{
		Machine: "ground", Number: 2, Description: "of 2", Definition: changed, Role: runRole, Logging: deploy.Logging{Level: "OFF"},
	})
}

func TestPublish(t *testing.T) {
	c := connect(t, awstest.Start(t, awstest.Options{}))
	ground(t, c)
	ctx := t.Context()
	old, err := c.Read(ctx, deploy.ID{Kind: deploy.KindMachine, Name: "ground"})
	if err != nil {
		t.Fatal(err)
	}
	before := old.(*deploy.Machine).Revision
	// Again gives the same.
	if got, err := c.Publish(ctx, "ground", before, "other"); got != 2 || err != nil {
		t.Errorf("Publish() = %d, %v, want 2", got, err)
	}
	m := &deploy.Machine{Name: "ground", Definition: definition, Role: runRole}
	revision, err := c.Update(ctx, m)
	if err != nil || revision == before {
		t.Fatalf("Update() = %q, %v", revision, err)
	}
	for _, stale := range []string{before, ""} {
		if n, err := c.Publish(ctx, "ground", stale, ""); !deploy.IsFault(err, deploy.Conflict) {
			t.Errorf("Publish() of revision %q = %d, %v, want a fault Conflict", stale, n, err)
		}
	}
	// A machine that was never updated may have no revision to name.
	if err := c.Create(ctx, &deploy.Machine{Name: "new", Definition: definition, Role: runRole}); err != nil {
		t.Fatal(err)
	}
	if got, err := c.Publish(ctx, "new", "", ""); got != 1 || err != nil {
		t.Errorf("Publish() = %d, %v, want 1", got, err)
	}
	for _, pinned := range []string{"", "a"} {
		if _, err := c.Publish(ctx, "other", pinned, ""); !deploy.IsFault(err, deploy.NotFound) {
			t.Errorf("Publish() of no machine fails with %v, want a fault NotFound", err)
		}
	}
	if got, err := c.Publish(ctx, "ground", revision, "third"); got != 3 || err != nil {
		t.Errorf("Publish() = %d, %v, want 3", got, err)
	}
}

func TestValidate(t *testing.T) {
	c := connect(t, awstest.Start(t, awstest.Options{}))
	ctx := t.Context()
	found, err := c.Validate(ctx, &deploy.Machine{Name: "m", Definition: definition})
	if len(found) > 0 || err != nil {
		t.Errorf("Validate() = %v, %v, want nothing", found, err)
	}
	found, err = c.Validate(ctx, &deploy.Machine{Name: "m", Express: true, Definition: `{"StartAt":"B","States":{"A":{"Type":"Pass","Next":"C"}}}`})
	if err != nil || len(found) == 0 || !found[0].Error || found[0].Code != "SCHEMA_VALIDATION_FAILED" || found[0].Text == "" {
		t.Errorf("Validate() = %+v, %v, want an error with a code and a text", found, err)
	}
	found, err = c.Validate(ctx, &deploy.Machine{Name: "m", Definition: `{`})
	if err != nil || len(found) == 0 || found[0].Code != "INVALID_JSON_DESCRIPTION" {
		t.Errorf("Validate() = %+v, %v, want INVALID_JSON_DESCRIPTION", found, err)
	}
}

// A role that was made a moment ago is not known to those who are to assume it.
func TestPropagation(t *testing.T) {
	s := awstest.Start(t, awstest.Options{Propagation: 4})
	c := connect(t, s)
	ctx := t.Context()
	if _, err := c.Place(ctx); err != nil {
		t.Fatal(err)
	}
	role := &deploy.Role{Name: "run", Trust: trust("states.amazonaws.com")}
	if err := c.Create(ctx, role); err != nil {
		t.Fatal(err)
	}
	var faults []string
	machine := &deploy.Machine{Name: "m", Definition: definition, Role: runRole}
	for range 5 {
		err := c.Create(ctx, machine)
		if err != nil && !deploy.IsFault(err, deploy.NotReady) {
			t.Fatal(err)
		}
		faults = append(faults, map[bool]string{true: "made", false: "not ready"}[err == nil])
	}
	if diff := cmp.Diff([]string{"not ready", "not ready", "not ready", "not ready", "made"}, faults); diff != "" {
		t.Errorf("attempts (-want +got):\n%s", diff)
	}
	// It never is to those it does not trust.
	for range 6 {
		if err := c.Create(ctx, &deploy.ScheduleGroup{Name: "g"}); err != nil && !deploy.IsFault(err, deploy.Exists) {
			t.Fatal(err)
		}
	}
	schedule := &deploy.Schedule{Group: "g", Name: "s", Expression: "rate(1 day)", Timezone: "UTC", Target: "t", Role: runRole}
	if err := c.Create(ctx, schedule); !deploy.IsFault(err, deploy.NotReady) {
		t.Errorf("Create() of a schedule fails with %v, want a fault NotReady", err)
	}
	rule := &deploy.Rule{Bus: "default", Name: "r", Pattern: "{}", Targets: []deploy.Target{{ID: "t", ARN: "a", Role: runRole}}}
	if err := c.Create(ctx, rule); !deploy.IsFault(err, deploy.NotReady) {
		t.Errorf("Create() of a rule fails with %v, want a fault NotReady", err)
	}
	logging := *machine
	logging.Logging = deploy.Logging{Level: "ALL", Group: logs}
	if _, err := c.Update(ctx, &logging); !deploy.IsFault(err, deploy.NotReady) {
		t.Errorf("Update() of a machine that logs nowhere fails with %v, want a fault NotReady", err)
	}
}

// What was written shows later, of Step Functions too.
func TestLag(t *testing.T) {
	s := awstest.Start(t, awstest.Options{Lag: 3})
	c := connect(t, s)
	ctx := t.Context()
	id := deploy.ID{Kind: deploy.KindMachine, Name: "m"}
	if err := c.Create(ctx, &deploy.Role{Name: "run", Trust: trust("states.amazonaws.com")}); err != nil {
		t.Fatal(err)
	}
	seen := func(id deploy.ID) bool {
		t.Helper()
		_, err := c.Read(ctx, id)
		if err != nil && !deploy.IsFault(err, deploy.NotFound) {
			t.Fatal(err)
		}
		return err == nil
	}
	if seen(deploy.ID{Kind: deploy.KindRole, Name: "run"}) {
		t.Error("the role shows at once")
	}
	if seen(id) {
		t.Error("the machine is there before it was made")
	}
	if err := c.Create(ctx, &deploy.Machine{Name: "m", Definition: definition, Role: runRole}); err != nil {
		t.Fatal(err)
	}
	var shows []bool
	for range 4 {
		shows = append(shows, seen(id))
	}
	if diff := cmp.Diff([]bool{false, false, false, true}, shows); diff != "" {
		t.Errorf("the machine shows (-want +got):\n%s", diff)
	}
	group := deploy.ID{Kind: deploy.KindScheduleGroup, Name: "g"}
	if err := c.Create(ctx, &deploy.ScheduleGroup{Name: "g"}); err != nil {
		t.Fatal(err)
	}
	for !seen(group) {
		continue // until it shows, which is soon
	}
	if err := c.Delete(ctx, group); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Read(ctx, group); !deploy.IsFault(err, deploy.Deleting) {
		t.Errorf("Read() of a group that goes fails with %v, want a fault Deleting", err)
	}
	ids, err := c.List(ctx, deploy.ID{Kind: deploy.KindScheduleGroup})
	if len(ids) > 0 || err != nil {
		t.Errorf("List() = %v, %v, want nothing", ids, err)
	}
}
