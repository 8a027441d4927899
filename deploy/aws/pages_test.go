package aws

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/internal/awstest"
)

// Lists are given whole, however small their pages are, and sorted.
func TestPages(t *testing.T) {
	s := awstest.Start(t, awstest.Options{Page: 2, Buses: []string{"a", "b", "shop"}})
	c := connect(t, s)
	ground(t, c)
	ctx := t.Context()
	create := func(r deploy.Resource) {
		t.Helper()
		if err := c.Create(ctx, r); err != nil {
			t.Fatal(err)
		}
	}
	const many = 5
	for i := range many {
		name := fmt.Sprint("many-", i)
		create(&deploy.Role{Name: name, Trust: "{}"})
		create(&deploy.Policy{Role: "many-0", Name: name, Document: "{}"})
		create(&deploy.LogGroup{Name: name})
		create(&deploy.Machine{Name: name, Definition: definition, Role: runRole, Logging: deploy.Logging{Level: "OFF"}})
		create(&deploy.ScheduleGroup{Name: name})
		create(&deploy.Schedule{Group: "many-0", Name: name, Expression: "rate(1 day)", Timezone: "UTC", Target: "t", Role: runRole})
		create(&deploy.Rule{Bus: "shop", Name: name, Pattern: "{}"})
		create(&deploy.Alias{Machine: "ground", Name: name, Routes: []deploy.Route{{Version: 1, Weight: 100}}})
	}
	tests := []struct {
		of deploy.ID
		in string
	}{
		{deploy.ID{Kind: deploy.KindRole, Name: "many-"}, ""},
		{deploy.ID{Kind: deploy.KindPolicy, In: "many-0", Name: "many-"}, "many-0"},
		{deploy.ID{Kind: deploy.KindLogGroup, Name: "many-"}, ""},
		{deploy.ID{Kind: deploy.KindMachine, Name: "many-"}, ""},
		{deploy.ID{Kind: deploy.KindAlias, In: "ground", Name: "many-"}, "ground"},
		{deploy.ID{Kind: deploy.KindScheduleGroup, Name: "many-"}, ""},
		{deploy.ID{Kind: deploy.KindSchedule, In: "many-0", Name: "many-"}, "many-0"},
		{deploy.ID{Kind: deploy.KindRule, In: "shop", Name: "many-"}, "shop"},
		{deploy.ID{Kind: deploy.KindRule, Name: "many-"}, "shop"},
	}
	for _, test := range tests {
		var want []deploy.ID
		for i := range many {
			want = append(want, deploy.ID{Kind: test.of.Kind, In: test.in, Name: fmt.Sprint("many-", i)})
		}
		got, err := c.List(ctx, test.of)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("List(%s) fails with %v; IDs (-want +got):\n%s", test.of, err, diff)
		}
	}

	// A log group is found behind those that its name begins.
	compare(t, c, &deploy.LogGroup{Name: "many-4"})

	// All targets of a rule are seen, and those that are not ours removed.
	rule := &deploy.Rule{Bus: "shop", Name: "many-0", Pattern: "{}"}
	for i := range many {
		rule.Targets = append(rule.Targets, deploy.Target{ID: fmt.Sprint(i), ARN: "arn:aws:sns:us-east-1:123456789012:t"})
	}
	if _, err := c.Update(ctx, rule); err != nil {
		t.Fatal(err)
	}
	compare(t, c, rule)
	rule.Targets = rule.Targets[2:3]
	if _, err := c.Update(ctx, rule); err != nil {
		t.Fatal(err)
	}
	compare(t, c, rule)
}

// What Step Functions gives in pages of its own: a hundred versions and more.
func TestPagesOfVersions(t *testing.T) {
	c := connect(t, awstest.Start(t, awstest.Options{}))
	ground(t, c)
	ctx := t.Context()
	const many = 130
	for n := 3; n <= many; n++ {
		m := &deploy.Machine{Name: "ground", Definition: fmt.Sprintf(`{"Comment":"%d",%s`, n, definition[1:]), Role: runRole}
		revision, err := c.Update(ctx, m)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := c.Publish(ctx, "ground", revision, ""); got != n || err != nil {
			t.Fatalf("Publish() = %d, %v, want %d", got, err, n)
		}
	}
	ids, err := c.List(ctx, deploy.ID{Kind: deploy.KindVersion, In: "ground"})
	if err != nil || len(ids) != many || ids[0] != deploy.VersionID("ground", 1) || ids[many-1] != deploy.VersionID("ground", many) {
		t.Errorf("List() = %v, %v, want versions 1 to %d", ids, err, many)
	}
}

// What a target is refused for is a fault, though the call succeeds.
func TestTargetRefused(t *testing.T) {
	c := connect(t, awstest.Start(t, awstest.Options{}))
	rule := &deploy.Rule{Bus: "default", Name: "r", Pattern: "{}", Targets: []deploy.Target{{ID: "t", ARN: "arn:aws:sns:us-east-1:missing:t"}}}
	err := c.Create(t.Context(), rule)
	want := "events:PutTargets: rule default/r does not exist: target t: ResourceNotFoundException: there is no such target"
	if err == nil || err.Error() != want {
		t.Errorf("Create() fails with %v, want %s", err, want)
	}
}
