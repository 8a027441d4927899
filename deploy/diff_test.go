package deploy

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A boundary is set on all roles that are made, on those that are there too, and
// taken away.
func TestBoundary(t *testing.T) {
	bound := func(s *Spec) { s.Boundary = "arn:aws:iam::123456789012:policy/bound" }
	b := newBench(t)
	b.deploy(lake())
	roles := []string{
		"update role pipectl-run-eu-west-1-lake", "update role pipectl-schedule-eu-west-1-lake", "update role pipectl-event-eu-west-1-lake",
	}
	want := append(append([]string{"begin"}, roles...), "tag machine lake", "end")
	if diff := cmp.Diff(want, describeAll(Diff(b.read(), lake(bound)))); diff != "" {
		t.Errorf("bound (-want +got):\n%s", diff)
	}
	b.deploy(lake(bound))
	for _, r := range b.read().Resources {
		if role, ok := r.(*Role); ok && role.Boundary != lake(bound).Boundary {
			t.Errorf("%s is bound by %q", role.ID(), role.Boundary)
		}
	}
	if diff := cmp.Diff(want, describeAll(Diff(b.read(), lake()))); diff != "" {
		t.Errorf("unbound (-want +got):\n%s", diff)
	}
}

func TestObstacles(t *testing.T) {
	theirs := Tags{TagProject: "houses", TagPipeline: "lake"}
	ours := Tags{TagProject: "orders", TagPipeline: "lake"}
	tests := []struct {
		name  string
		there []Resource
		edit  func(*Spec)
		want  []string
	}{
		{
			"a machine by hand",
			[]Resource{&Machine{Name: "lake", Definition: "{}", Tags: Tags{"a": "b"}}},
			nil,
			[]string{"machine lake is not pipectl's: it lacks the tags pipectl:project and pipectl:pipeline"},
		},
		{
			"a part by hand",
			[]Resource{&Machine{Name: "lake-2", Definition: "{}"}},
			nil,
			[]string{"machine lake-2 is not pipectl's, and has the name that this needs"},
		},
		{
			"of another project",
			[]Resource{&Machine{Name: "lake", Definition: "{}", Tags: theirs}, &LogGroup{Name: "/aws/vendedlogs/states/lake", Tags: theirs}},
			nil,
			[]string{
				`log group /aws/vendedlogs/states/lake belongs to the pipeline "lake" of the project "houses"`,
				`machine lake belongs to the pipeline "lake" of the project "houses"`,
			},
		},
		{"an alias by hand", []Resource{
			&Machine{Name: "lake", Definition: "{}", Tags: ours}, &Version{Machine: "lake", Number: 1},
			&Alias{Machine: "lake", Name: "live", Routes: []Route{{1, 100}}},
		}, nil, []string{"alias lake/live is not pipectl's, and has the name that this needs"}},
		{
			"a schedule by hand",
			[]Resource{&ScheduleGroup{Name: "pipectl-lake", Tags: ours}, &Schedule{Group: "pipectl-lake", Name: "nightly"}},
			nil,
			[]string{"schedule pipectl-lake/nightly is not pipectl's, and has the name that this needs"},
		},
		{
			"another type",
			[]Resource{&Machine{Name: "lake", Definition: "{}", Tags: ours, Express: true}},
			nil,
			[]string{"machine lake is express and cannot become standard: destroy it first"},
		},
		{
			"the lock's name", nil, aliased(lockName),
			[]string{"alias lake/pipectl-deploy is the name of the alias that marks a deploy under way; choose another"},
		},
		{"a deploy under way", []Resource{
			&Machine{Name: "lake", Definition: "{}", Tags: ours}, &Version{Machine: "lake", Number: 1},
			&Alias{Machine: "lake", Name: lockName, Description: "deploying something else", Routes: []Route{{1, 100}}},
		}, nil, []string{"alias lake/pipectl-deploy says that another deploy of this pipeline is under way, or was cut off; let that one end, or run it again"}},
		{
			"too many permissions", nil, func(s *Spec) { s.Policy = policy(strings.Repeat("x", mostPolicy)) },
			[]string{fmt.Sprintf("policy pipectl-run-eu-west-1-lake/%s has 10328 characters, of which the policies of a role may have 10240; give the pipeline a role of your own",
				policyName(policy(strings.Repeat("x", mostPolicy))))},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := lake()
			if test.edit != nil {
				test.edit(&s)
			}
			b := newBench(t, test.there...)
			p := Diff(b.read(), s)
			var got []string
			for _, o := range p.Obstacles {
				got = append(got, o.Error())
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("obstacles (-want +got):\n%s", diff)
			}
			if err := b.try(context.Background(), s); err == nil || !strings.Contains(err.Error(), test.want[0]) {
				t.Errorf("Apply: %v", err)
			}
			if diff := cmp.Diff(newBench(t, test.there...).cloud.Resources(), b.cloud.Resources()); diff != "" {
				t.Errorf("it changed something (-want +got):\n%s", diff)
			}
		})
	}
}

// What somebody takes between the plan and its application is found out too.
func TestTakenMeanwhile(t *testing.T) {
	for _, taken := range []Resource{
		&Machine{Name: "lake", Definition: "{}"}, &LogGroup{Name: "/aws/vendedlogs/states/lake"}, &ScheduleGroup{Name: "pipectl-lake", Tags: Tags{"a": "b"}},
		&Role{Name: "pipectl-run-eu-west-1-lake"},
	} {
		b := newBench(t)
		p := Diff(b.read(), lake())
		b.cloud.put(taken.ID(), taken)
		err := Apply(context.Background(), b.cloud, p, Options{Clock: b.clock()})
		if err == nil || !isObstacle(unwrapAll(err)) {
			t.Errorf("%s: %v", taken.ID(), err)
		}
		if diff := cmp.Diff(taken, b.cloud.there[taken.ID()]); diff != "" {
			t.Errorf("%s was changed:\n%s", taken.ID(), diff)
		}
	}
}

func unwrapAll(err error) error {
	for {
		next, ok := err.(interface{ Unwrap() error })
		if !ok {
			return err
		}
		err = next.Unwrap()
	}
}

// Changes by hand show, and are undone.
func TestDrift(t *testing.T) {
	tests := []struct {
		name string
		hand func(m *Memory)
		want []string
	}{
		{"the definition", func(m *Memory) {
			c := *m.there[ID{Kind: KindMachine, Name: "lake"}].(*Machine)
			c.Definition, c.Revision = "{}", "by hand"
			m.put(c.ID(), &c)
		}, []string{"begin", "update machine lake", "end"}},
		{"the alias", func(m *Memory) {
			c := *m.there[ID{KindAlias, "lake", "live"}].(*Alias)
			c.Description, c.Routes = "by hand", []Route{{1, 50}, {2, 50}}
			m.put(VersionID("lake", 2), &Version{Machine: "lake", Number: 2})
			m.put(c.ID(), &c)
		}, []string{"begin", "lead alias lake/live to version 1", "end"}},
		{"a schedule", func(m *Memory) {
			c := *m.there[ID{KindSchedule, "pipectl-lake", "nightly"}].(*Schedule)
			c.Disabled = true
			m.put(c.ID(), &c)
		}, []string{"begin", "update schedule pipectl-lake/nightly", "end"}},
		{"a target", func(m *Memory) {
			c := *m.there[ID{KindRule, "default", "pipectl-lake-trigger-late"}].(*Rule)
			c.Targets = nil
			m.put(c.ID(), &c)
		}, []string{"begin", "update rule default/pipectl-lake-trigger-late", "end"}},
		{"tags", func(m *Memory) {
			c := *m.there[ID{Kind: KindMachine, Name: "lake"}].(*Machine)
			c.Tags = Tags{TagProject: "orders", TagPipeline: "lake", TagDigest: c.Tags[TagDigest], TagAlias: "live", "by": "hand"}
			m.put(c.ID(), &c)
		}, []string{"begin", "tag machine lake", "end"}},
		{"the trust", func(m *Memory) {
			c := *m.there[ID{Kind: KindRole, Name: "pipectl-run-eu-west-1-lake"}].(*Role)
			c.Trust = "{}"
			m.put(c.ID(), &c)
		}, []string{"begin", "update role pipectl-run-eu-west-1-lake", "end"}},
		{"a permission", func(m *Memory) {
			for id, r := range m.there {
				if p, ok := r.(*Policy); ok && strings.Contains(p.Document, "glue") {
					m.put(id, &Policy{p.Role, p.Name, "{}"})
				}
			}
		}, []string{"begin", "update policy pipectl-run-eu-west-1-lake/pipectl-caed4d7e7367", "end"}},
		{"a version gone", func(m *Memory) {
			m.put(ID{KindAlias, "lake", "live"}, nil)
			m.put(VersionID("lake", 1), nil)
			m.marks = map[string]int{}
		}, []string{"publish a version of machine lake", "begin", "lead alias lake/live to the new version", "end"}},
		{"another policy", func(m *Memory) {
			m.put(ID{KindPolicy, "pipectl-run-eu-west-1-lake", "by-hand"}, &Policy{"pipectl-run-eu-west-1-lake", "by-hand", "{}"})
		}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t)
			b.deploy(lake())
			want := state(b.cloud)
			test.hand(b.cloud)
			p := Diff(b.read(), lake())
			if diff := cmp.Diff(strings.Join(test.want, "\n"), strings.Join(describeAll(p), "\n")); diff != "" {
				t.Errorf("plan (-want +got):\n%s", diff)
			}
			b.deploy(lake())
			if again := describeAll(Diff(b.read(), lake())); len(again) > 0 {
				t.Errorf("it is not stable: %q", again)
			}
			if test.name == "the trust" {
				if diff := cmp.Diff(want, state(b.cloud)); diff != "" {
					t.Errorf("it is not as it was (-want +got):\n%s", diff)
				}
			}
		})
	}
}

// So many versions are kept, with all they need.
func TestKeep(t *testing.T) {
	b := newBench(t)
	edit := func(n int) Spec {
		return lake(func(s *Spec) {
			s.Keep = 2
			s.Definition = definition(fmt.Sprint("number ", n), "lake-1")
			s.Parts = []Part{{"lake-1", definition(fmt.Sprint("part ", n))}}
			s.Policy = policy(fmt.Sprint("glue:Number", n))
		})
	}
	for n := range 6 {
		b.deploy(edit(n))
	}
	count := map[Kind]int{}
	for _, r := range b.cloud.Resources() {
		count[r.ID().Kind]++
	}
	// Three versions of the machine, three of the part; three policies of the
	// machine's role and one of each other role's.
	if count[KindVersion] != 6 || count[KindPolicy] != 5 {
		t.Errorf("there are %d versions and %d policies, want 6 and 5", count[KindVersion], count[KindPolicy])
	}
	// An alias of others keeps what it leads to.
	b.cloud.put(ID{KindAlias, "lake", "theirs"}, &Alias{Machine: "lake", Name: "theirs", Routes: []Route{{5, 100}}})
	for n := range 4 {
		b.deploy(edit(10 + n))
	}
	if err := whole5(b.cloud); err != nil {
		t.Error(err)
	}
	p := Diff(b.read(), edit(13))
	if diff := cmp.Diff([]ID{{KindAlias, "lake", "theirs"}}, p.Unmanaged); diff != "" {
		t.Errorf("unmanaged (-want +got):\n%s", diff)
	}
}

func whole5(m *Memory) error {
	v, ok := m.there[VersionID("lake", 5)].(*Version)
	if !ok {
		return fmt.Errorf("version 5, which an alias of others leads to, is gone")
	}
	for _, id := range runs(v.Definition, "lake") {
		if m.there[id] == nil {
			return fmt.Errorf("%s, which version 5 runs, is gone", id)
		}
	}
	mark, _ := ParseMark(v.Description)
	for _, p := range mark.Policies {
		if m.there[ID{KindPolicy, "pipectl-run-eu-west-1-lake", p}] == nil {
			return fmt.Errorf("policy %s, which version 5 needs, is gone", p)
		}
	}
	return nil
}

// Policies that do not fit beside the new one go, and with them the versions
// that need them; what serves stays.
func TestPoliciesThatDoNotFit(t *testing.T) {
	b := newBench(t)
	edit := func(n int) Spec {
		return lake(func(s *Spec) {
			s.Parts, s.Definition = nil, definition(fmt.Sprint("number ", n))
			s.Policy = policy(strings.Repeat(fmt.Sprint(n), 3000))
		})
	}
	most := 0
	b.cloud.Around = func(c Call, do func() error) error {
		err := do()
		size := 0
		for _, r := range b.cloud.there {
			if p, ok := r.(*Policy); ok && p.Role == "pipectl-run-eu-west-1-lake" {
				size += policySize(p.Document)
			}
		}
		most = max(most, size)
		return err
	}
	for n := range 6 {
		b.deploy(edit(n))
		if again := describeAll(Diff(b.read(), edit(n))); len(again) > 0 {
			t.Errorf("deploy %d is not stable: %q", n, again)
		}
	}
	if most > mostPolicy {
		t.Errorf("the policies had %d characters at a time, over %d", most, mostPolicy)
	}
	if n := len(b.read().versions("lake")); n != 3 {
		t.Errorf("there are %d versions, want the 3 whose policies fit", n)
	}
}

func TestNames(t *testing.T) {
	long := strings.Repeat("a", 60)
	for _, name := range []string{
		roleName(long, useSchedule, "ap-southeast-1"), scheduleGroupName(long), ruleName(long, "trigger", long), ruleName("a", "trigger", long),
	} {
		if len(name) > longest {
			t.Errorf("%s has %d characters", name, len(name))
		}
	}
	if a, b := ruleName(long, "trigger", "x"), ruleName(long+"b", "trigger", "x"); a == b {
		t.Errorf("two pipelines have one rule %s", a)
	}
	if !strings.HasPrefix(ruleName(long, "notify", long), rulePrefix(long)) {
		t.Errorf("%s does not begin with %s", ruleName(long, "notify", long), rulePrefix(long))
	}
}
