package view

import (
	"context"
	"encoding/json"
	"io/fs"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/cmd/internal/spec"
	"github.com/pipectl/pipectl/compiler"
	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/internal/golden"
)

var london = deploy.Place{Partition: "aws", Region: "eu-west-2", Account: "123456789012"}

// An account that notes the calls that write.
type account struct {
	t     *testing.T
	cloud *deploy.Memory
	calls strings.Builder
}

func newAccount(t *testing.T) *account {
	a := &account{t: t, cloud: deploy.NewMemory(london)}
	a.cloud.Around = func(c deploy.Call, do func() error) error {
		if c.Writes {
			a.calls.WriteString(c.String() + "\n")
		}
		return do()
	}
	return a
}

func (a *account) plan(s deploy.Spec) *deploy.Plan {
	a.t.Helper()
	live, err := deploy.Read(context.Background(), a.cloud, s.Project, s.Pipeline)
	if err != nil {
		a.t.Fatal(err)
	}
	return deploy.Diff(live, s)
}

func (a *account) apply(p *deploy.Plan) {
	a.t.Helper()
	clock := deploy.Clock{Now: func() time.Time { return time.Time{} }, Sleep: func(context.Context, time.Duration) error { return nil }}
	if err := deploy.Apply(context.Background(), a.cloud, p, deploy.Options{Clock: clock}); err != nil {
		a.t.Fatal(err)
	}
}

// compiledSpec compiles the pipeline of a folder.
func compiledSpec(t *testing.T, fsys fs.FS, dir string) deploy.Spec {
	t.Helper()
	project, diags := dsl.Load(fsys, dir, dsl.Options{Region: london.Region, Account: london.Account})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	p := project.Pipelines[0]
	r, diags := compiler.Compile(p, compiler.Options{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	s, err := spec.Of("shop", p, r, london)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func rendered(t *testing.T, format string, colour bool, plans ...*deploy.Plan) string {
	t.Helper()
	var out strings.Builder
	if err := Plans(&out, format, plans, nil, colour); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// From the source as it was deployed to the source as it is: the plan in each
// format, and the calls that it takes.
func TestPlans(t *testing.T) {
	golden.Run(t, "../../../testdata/plan/*.txtar", func(t *testing.T, a *golden.Archive) {
		account := newAccount(t)
		if _, err := fs.Stat(a.FS(), "before"); err == nil {
			account.apply(account.plan(compiledSpec(t, a.FS(), "before")))
		}
		account.calls.Reset()
		s := compiledSpec(t, a.FS(), "after")
		p := account.plan(s)
		for _, out := range []struct{ section, format string }{{"out/plan.txt", "text"}, {"out/plan.md", "markdown"}, {"out/plan.json", "json"}} {
			a.Output(out.section, []byte(rendered(t, out.format, false, p)))
		}
		account.apply(p)
		a.Output("out/calls", []byte(account.calls.String()))

		if again := rendered(t, "text", false, account.plan(s)); !strings.Contains(again, "\n  nothing changes\n\nNo changes.\n") {
			t.Errorf("a second plan is not empty:\n%s", again)
		}
	})
}

const simple = `{"StartAt":"a","States":{"a":{"Type":"Pass","End":true}}}`

func TestPlanOfWhatIsInTheWay(t *testing.T) {
	tags := deploy.Tags{deploy.TagProject: "shop", deploy.TagPipeline: "orders"}
	live := deploy.NewLive(london, "shop", "orders",
		&deploy.Machine{Name: "orders", Definition: simple, Tags: deploy.Tags{"owner": "somebody"}},
		&deploy.ScheduleGroup{Name: "pipectl-orders", Tags: tags},
		&deploy.Schedule{Group: "pipectl-orders", Name: "by\x1b[2Jhand"},
	)
	p := deploy.Diff(live, deploy.Spec{Project: "shop", Pipeline: "orders", Definition: simple, LogLevel: "OFF", Role: "r"})
	text := rendered(t, "text", false, p)
	for _, want := range []string{
		"  ! machine orders is not pipectl's: it lacks the tags pipectl:project and pipectl:pipeline\n",
		"  (schedule pipectl-orders/by [2Jhand is not pipectl's, and stays)\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("text lacks %q:\n%s", want, text)
		}
	}
	markdown := rendered(t, "markdown", false, p)
	if want := "* **cannot be deployed:** `machine orders is not pipectl's"; !strings.Contains(markdown, want) {
		t.Errorf("markdown lacks %q:\n%s", want, markdown)
	}
	var decoded struct{ Pipelines []pipelinePlan }
	if err := json.Unmarshal([]byte(rendered(t, "json", false, p)), &decoded); err != nil {
		t.Fatal(err)
	}
	if got := decoded.Pipelines[0]; len(got.Obstacles) != 1 || len(got.Unmanaged) != 1 {
		t.Errorf("json = %+v", got)
	}
}

func TestPlanColours(t *testing.T) {
	p := newAccount(t).plan(deploy.Spec{Project: "shop", Pipeline: "orders", Definition: simple, LogLevel: "OFF", Role: "r"})
	if got := rendered(t, "text", true, p); !strings.Contains(got, "  \x1b[32m+ machine orders\x1b[0m\n") {
		t.Errorf("no colour:\n%q", got)
	}
	if got := rendered(t, "text", false, p); strings.Contains(got, "\x1b") {
		t.Errorf("a colour nobody asked for:\n%q", got)
	}
	if got := rendered(t, "text", false); got != "" {
		t.Errorf("of no plans: %q", got)
	}
}

func TestDiffMachines(t *testing.T) {
	machine := func(states string) string { return `{"StartAt":"a","States":{` + states + `}}` }
	tests := []struct {
		name, old, new string
		want           []string // action, name
		rest           bool
	}{
		{"the same, written otherwise", machine(`"a":{"Type":"Pass","End":true}`), machine(`"a": { "End": true, "Type": "Pass" }`), nil, false},
		{
			"two that look the same get other names",
			machine(`"a":{"Type":"Pass","Next":"b"},"b":{"Type":"Pass","End":true}`), machine(`"x":{"Type":"Pass","Next":"y"},"y":{"Type":"Pass","End":true}`),
			[]string{"rename x a", "rename y b"},
			false,
		},
		{
			"renamed and changed is gone and new",
			machine(`"a":{"Type":"Wait","Seconds":1,"End":true}`), machine(`"x":{"Type":"Wait","Seconds":2,"End":true}`),
			[]string{"create x ", "delete a "},
			false,
		},
		{
			"one inside of a map",
			machine(`"a":{"Type":"Map","ItemProcessor":{"StartAt":"i","States":{"i":{"Type":"Pass","End":true}}},"End":true}`),
			machine(`"a":{"Type":"Map","ItemProcessor":{"StartAt":"i","States":{"i":{"Type":"Succeed"}}},"End":true}`),
			[]string{"update i "},
			false,
		},
		{
			"one more inside of a map",
			machine(`"a":{"Type":"Map","ItemProcessor":{"StartAt":"i","States":{"i":{"Type":"Succeed"}}},"End":true}`),
			machine(`"a":{"Type":"Map","ItemProcessor":{"StartAt":"h","States":{"h":{"Type":"Pass","Next":"i"},"i":{"Type":"Succeed"}}},"End":true}`),
			[]string{"update a ", "create h "},
			false,
		},
		{"no machine", `{}`, machine(`"a":{"Type":"Succeed"}`), nil, true},
	}
	for _, test := range tests {
		states, rest := (secretTexts{}).diffMachines(test.old, test.new)
		var got []string
		for _, s := range states {
			got = append(got, s.Action+" "+s.State+" "+s.From)
		}
		if test.name == "no machine" {
			got = nil
		}
		if diff := cmp.Diff(test.want, got); diff != "" || (rest != "") != test.rest {
			t.Errorf("%s: states (-want +got):\n%s\nrest:\n%s", test.name, diff, rest)
		}
	}
}

func TestCode(t *testing.T) {
	for text, want := range map[string]string{"a": "`a`", "a`b": "`` a`b ``", "``": "``` `` ```", "a\nb": "`a b`"} {
		if got := code(text); got != want {
			t.Errorf("code(%q) = %s, want %s", text, got, want)
		}
	}
}

func TestStatements(t *testing.T) {
	document := func(statements string) string { return `{"Version":"2012-10-17","Statement":` + statements + `}` }
	tests := []struct {
		old, new string
		want     []string
	}{
		{"", document(`{"Effect":"Allow","Action":"a:B","Resource":"*"}`), []string{"+ allow a:B on *"}},
		{
			document(`[{"Effect":"Allow","Action":["a:B","a:C"],"Resource":["x","y"]}]`),
			document(`[{"Effect":"Allow","Action":["a:C","a:D"],"Resource":["x","y"]},{"Effect":"Deny","Action":"a:C","Resource":"z"}]`),
			[]string{"+ allow a:D on x, y", "+ deny a:C on z", "- allow a:B on x, y"},
		},
		{
			document(`[{"Effect":"Allow","Action":"a:B","Resource":"x"}]`),
			document(`[{"Effect":"Allow","Action":"a:B","Resource":"x","Condition":{"Bool":{"k":true}}}]`),
			[]string{`+ allow a:B on x if {"Bool":{"k":true}}`, "- allow a:B on x"},
		},
		{
			document(`[{"Effect":"Allow","Action":["a:B","a:C"],"Resource":"x"}]`),
			document(`[{"Effect":"Allow","Action":"a:C","Resource":"x"},{"Effect":"Allow","Action":"a:B","Resource":["x"]}]`), nil,
		},
		{"no JSON", document(`[{"Effect":"Allow","Action":1,"Resource":"x"}]`), []string{"+ allow 1 on x"}},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, statements(test.old, test.new)); diff != "" {
			t.Errorf("%s to %s (-want +got):\n%s", test.old, test.new, diff)
		}
	}
}
