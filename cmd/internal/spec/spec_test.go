package spec

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/compiler"
	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/dsl"
)

var ireland = deploy.Place{Partition: "aws", Region: "eu-west-1", Account: "123456789012"}

// load reads a source.
func load(t *testing.T, src string, opts dsl.Options) *dsl.Project {
	t.Helper()
	project, diags := dsl.Load(fstest.MapFS{"main.pipe.hcl": {Data: []byte(src)}}, ".", opts)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return project
}

// compiled is the last pipeline of a project, compiled.
func compiled(t *testing.T, project *dsl.Project) (*dsl.Pipeline, *compiler.Result) {
	t.Helper()
	p := project.Pipelines[len(project.Pipelines)-1]
	r, diags := compiler.Compile(p, compiler.Options{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return p, r
}

func TestOf(t *testing.T) {
	p, r := compiled(t, load(t, `
pipeline "orders" {
  alias   = "live"
  tracing = true
  tags    = { team = "orders" }
  input "day" { default = run.scheduled_date }
  schedule "nightly" {
    cron     = "0 2 * * ? *"
    timezone = "Europe/London"
    input    = { day = "<today>" }
  }
  schedule "hourly" { rate = "1 hour" }
  trigger "s3_object" "late" {
    bucket = "lake"
    prefix = "manual/*"
    suffix = ".csv"
    input  = { day = "2026-01-05" }
  }
  trigger "s3_object" "any" { bucket = "lake" }
  trigger "s3_object" "under" {
    bucket = "lake"
    prefix = "a/"
  }
  trigger "s3_object" "ending" {
    bucket = "lake"
    suffix = ".csv"
  }
  trigger "event" "ordered" {
    bus     = "arn:aws:events:eu-west-1:123456789012:event-bus/shop"
    pattern = { source = ["shop"] }
  }
  notify "sns" "dead" {
    on    = ["failed", "timed_out"]
    topic = "arn:aws:sns:eu-west-1:123456789012:support"
  }
  logging {
    level          = "all"
    include_data   = true
    retention_days = 30
  }
  permissions {
    boundary = "arn:aws:iam::123456789012:policy/orders"
  }
  task "lambda" "load" { function = "load" }
}
`, dsl.Options{}))
	got, err := Of("shop", p, r, ireland)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(got.Definition, `"Resource": "arn:aws:states:::lambda:invoke"`) || !strings.Contains(got.Policy, "lambda:InvokeFunction") {
		t.Errorf("definition or policy is another:\n%s%s", got.Definition, got.Policy)
	}
	got.Definition, got.Policy = "", ""
	start := func(name string) string {
		return `{"pipectl":{"trigger":"` + name + `","event":<aws.events.event.json>}}`
	}
	object := func(key string) string {
		return `{"source":["aws.s3"],"detail-type":["Object Created"],"detail":{"bucket":{"name":["lake"]}` + key + `}}`
	}
	want := deploy.Spec{
		Project: "shop", Pipeline: "orders", Alias: "live", Tracing: true, LogLevel: "ALL", LogData: true, RetentionDays: 30,
		Boundary: "arn:aws:iam::123456789012:policy/orders",
		Tags:     deploy.Tags{"team": "orders"},
		Schedules: []deploy.Timer{
			{
				Name: "nightly", Expression: "cron(0 2 * * ? *)", Timezone: "Europe/London",
				Input: `{"day":"<today>","pipectl":{"schedule":"nightly","scheduled_time":"<aws.scheduler.scheduled-time>"}}`,
			},
			{
				Name: "hourly", Expression: "rate(1 hour)", Timezone: "UTC",
				Input: `{"pipectl":{"schedule":"hourly","scheduled_time":"<aws.scheduler.scheduled-time>"}}`,
			},
		},
		Triggers: []deploy.Trigger{
			{Name: "late", Pattern: object(`,"object":{"key":[{"wildcard":"manual/\\**.csv"}]}`), Template: start("late")},
			{Name: "any", Pattern: object(""), Template: start("any")},
			{Name: "under", Pattern: object(`,"object":{"key":[{"prefix":"a/"}]}`), Template: start("under")},
			{Name: "ending", Pattern: object(`,"object":{"key":[{"suffix":".csv"}]}`), Template: start("ending")},
			{Name: "ordered", Bus: "shop", Pattern: `{"source":["shop"]}`, Template: start("ordered")},
		},
		Notifies: []deploy.Notify{{Name: "dead", On: []string{"FAILED", "TIMED_OUT"}, Topic: "arn:aws:sns:eu-west-1:123456789012:support"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("spec (-want +got):\n%s", diff)
	}
}

func TestOfRole(t *testing.T) {
	const mine = "arn:aws:iam::123456789012:role/mine"
	p, r := compiled(t, load(t, `pipeline "a" {
  role = "`+mine+`"
  type = "express"
  logging { level = "off" }
  task "wait" "x" { for = "1s" }
}`, dsl.Options{}))
	got, err := Of("p", p, r, ireland)
	if err != nil {
		t.Fatal(err)
	}
	if got.Role != mine || got.Policy != "" || got.LogLevel != "OFF" || !got.Express {
		t.Errorf("spec = %+v", got)
	}
	// All roles that are made are bound by what the pipeline says.
	p, r = compiled(t, load(t, `pipeline "a" {
  permissions { boundary = "arn:aws:iam::123456789012:policy/pipelines" }
  schedule "s" { rate = "1 day" }
}`, dsl.Options{}))
	got, err = Of("p", p, r, ireland)
	if err != nil {
		t.Fatal(err)
	}
	bound := 0
	for _, made := range got.Resources(ireland) {
		if role, ok := made.(*deploy.Role); ok && role.Boundary == "arn:aws:iam::123456789012:policy/pipelines" {
			bound++
		}
	}
	if bound != 2 {
		t.Errorf("%d roles are bound, want 2", bound)
	}
	// A document without statements is refused, so there is none.
	p, r = compiled(t, load(t, `pipeline "a" {
  logging { level = "off" }
  task "wait" "x" { for = "1s" }
}`, dsl.Options{}))
	if got, err = Of("p", p, r, ireland); err != nil || got.Role != "" || got.Policy != "" {
		t.Errorf("spec = %+v, %v", got, err)
	}
}

func TestOfIsRefused(t *testing.T) {
	tests := []struct {
		src  string
		opts dsl.Options
		want string
	}{
		{`pipeline "a" {}`, dsl.Options{Region: "us-east-1"}, `pipeline "a" is compiled for us-east-1, and not for account 123456789012 in eu-west-1`},
		{`pipeline "a" {}`, dsl.Options{Region: "eu-west-1", Account: "999999999999"}, `pipeline "a" is compiled for 999999999999 in eu-west-1, and not for account 123456789012 in eu-west-1`},
		{`pipeline "a" { tags = { "pipectl:digest" = "x" } }`, dsl.Options{}, `pipeline "a": the tag "pipectl:digest" begins as those that are not the user's to set`},
	}
	for _, test := range tests {
		p, r := compiled(t, load(t, test.src, test.opts))
		if _, err := Of("p", p, r, ireland); err == nil || err.Error() != test.want {
			t.Errorf("%s: error = %v, want %s", test.src, err, test.want)
		}
	}
}

// Parts are named by what stands for their versions, and stand after those that
// they run themselves.
func TestParts(t *testing.T) {
	var tasks strings.Builder
	for i := range 40 {
		name := string(rune('a'+i/26)) + string(rune('a'+i%26))
		tasks.WriteString("  task \"lambda\" \"" + name + "\" { function = \"" + name + "\" }\n")
	}
	p := load(t, "pipeline \"wide\" {\n"+tasks.String()+"}\n", dsl.Options{}).Pipelines[0]
	r, diags := compiler.Compile(p, compiler.Options{Limits: compiler.Limits{Bytes: 12000}})
	if diags.HasErrors() || len(r.Parts) == 0 {
		t.Fatalf("it was not cut: %v", diags)
	}
	before := string(r.Machine.AppendJSON(nil))
	s, err := Of("p", p, r, ireland)
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Parts) != len(r.Parts) {
		t.Errorf("%d parts became %d", len(r.Parts), len(s.Parts))
	}
	all := s.Definition
	seen := map[string]bool{}
	for _, part := range s.Parts {
		for _, other := range s.Parts {
			if strings.Contains(part.Definition, deploy.PartARN(ireland, other.Name)) && !seen[other.Name] {
				t.Errorf("%s stands before %s, which it runs", part.Name, other.Name)
			}
		}
		seen[part.Name] = true
		all += part.Definition
	}
	for _, part := range s.Parts {
		if !strings.Contains(all, deploy.PartARN(ireland, part.Name)) {
			t.Errorf("nothing runs %s", part.Name)
		}
	}
	if strings.Contains(all, `stateMachine:wide-' `) || strings.Contains(all, "stateMachine:wide-1'") {
		t.Errorf("a part is run by what is not its version:\n%s", all)
	}
	if before != string(r.Machine.AppendJSON(nil)) {
		t.Error("the result of the compiler was changed")
	}
}

func TestInOrder(t *testing.T) {
	project := load(t, `
pipeline "top" {
  task "pipeline" "run" { pipeline = pipeline.middle }
}
pipeline "alone" {}
pipeline "middle" {
  stage "s" {
    task "pipeline" "run" { pipeline = pipeline.bottom }
    catch {
      on = ["any"]
      task "pipeline" "mend" { pipeline = pipeline.mender }
    }
  }
}
pipeline "mender" {}
pipeline "bottom" {}
`, dsl.Options{})
	var got []string
	for _, p := range InOrder(project.Pipelines) {
		got = append(got, p.Name)
	}
	if diff := cmp.Diff([]string{"bottom", "mender", "middle", "top", "alone"}, got); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
}

// Every example, and every pipeline of the acceptance data, deploys, whole and
// cut into parts, and deployed again does nothing.
func TestExamplesDeploy(t *testing.T) {
	deployed := 0
	for _, root := range []string{"../../../examples", "../../../../shared/acceptance"} {
		entries, err := os.ReadDir(root)
		if err != nil {
			t.Logf("left out: %v", err)
			continue
		}
		for _, e := range entries {
			if !e.IsDir() {
				continue
			}
			project, diags := dsl.Load(os.DirFS(filepath.Join(root, e.Name())), ".", dsl.Options{Region: ireland.Region, Account: ireland.Account})
			if diags.HasErrors() {
				continue // told by the tests of what reads it
			}
			for _, p := range project.Pipelines {
				whole, diags := compiler.Compile(p, compiler.Options{})
				if diags.HasErrors() {
					continue
				}
				results := []*compiler.Result{whole}
				size := len(whole.Machine.AppendCompact(nil))
				if cut, diags := compiler.Compile(p, compiler.Options{Limits: compiler.Limits{Bytes: size * 6 / 10}}); !diags.HasErrors() && len(cut.Parts) > 0 {
					results = append(results, cut)
				}
				for _, r := range results {
					deployed++
					twice(t, p, r)
				}
			}
		}
	}
	t.Logf("%d deployed", deployed)
	if deployed < 5 {
		t.Errorf("%d deployed, want some", deployed)
	}
}

func twice(t *testing.T, p *dsl.Pipeline, r *compiler.Result) {
	t.Helper()
	s, err := Of("examples", p, r, ireland)
	if err != nil {
		t.Fatal(err)
	}
	cloud := deploy.NewMemory(ireland)
	cloud.Foreign = s.Role
	clock := deploy.Clock{
		Now:   func() time.Time { return time.Time{} },
		Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
	}
	ctx := context.Background()
	for i := range 2 {
		live, err := deploy.Read(ctx, cloud, s.Project, s.Pipeline)
		if err != nil {
			t.Fatal(err)
		}
		plan := deploy.Diff(live, s)
		if i == 1 && len(plan.Changes) > 0 {
			t.Errorf("%s: deployed again: %s and more", p.Name, deploy.Describe(plan.Changes[0]))
		}
		if err := deploy.Apply(ctx, cloud, plan, deploy.Options{Clock: clock}); err != nil {
			t.Fatalf("%s: %v", p.Name, err)
		}
	}
	for _, r := range cloud.Resources() {
		if m, ok := r.(*deploy.Machine); ok && strings.Contains(m.Definition, "<version of") {
			t.Errorf("%s: the version of a part is not filled in", m.Name)
		}
	}
}

// The trust policy in the documents is the one that deploying writes.
func TestDocumentedTrust(t *testing.T) {
	text, err := os.ReadFile("../../../docs/iam.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "```json\n")
	documented, _, found := strings.Cut(rest, "```")
	if !found {
		t.Fatal("there is none")
	}
	p, r := compiled(t, load(t, "pipeline \"a\" {\n  task \"lambda\" \"x\" { function = \"f\" }\n}", dsl.Options{}))
	s, err := Of("p", p, r, ireland)
	if err != nil {
		t.Fatal(err)
	}
	var want, got any
	if err := json.Unmarshal([]byte(documented), &got); err != nil {
		t.Fatal(err)
	}
	for _, made := range s.Resources(ireland) {
		if role, ok := made.(*deploy.Role); ok && strings.Contains(role.Trust, "states.amazonaws.com") {
			if err := json.Unmarshal([]byte(role.Trust), &want); err != nil {
				t.Fatal(err)
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-written +documented:\n%s", diff)
	}
}
