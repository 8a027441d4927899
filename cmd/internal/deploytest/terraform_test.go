package deploytest

import (
	"maps"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/asl/engine/endpoint"
	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/deploy/export"
	"github.com/pipectl/pipectl/internal/awstest"
)

// What is exported for Terraform is applied by Terraform, to moto's server and,
// for machines, to the local endpoint. A plan then finds nothing to change, but
// that it publishes a version that is its own; nor does Terraform. An edit, applied,
// is found the same way, and what runs the old version goes on. Destroyed, nothing
// is left.
//
// PIPECTL_TF_PLUGINS is a folder with hashicorp/aws, laid out as
// `terraform providers mirror` does.
func TestTerraform(t *testing.T) {
	path, err := exec.LookPath("terraform")
	plugins := os.Getenv("PIPECTL_TF_PLUGINS")
	if err != nil || plugins == "" {
		t.Skip("terraform is not installed, or PIPECTL_TF_PLUGINS does not say where its provider is")
	}
	url := awstest.Moto(t)
	states := endpoint.New(endpoint.Options{Account: virginia.Account, Region: virginia.Region})
	web := httptest.NewServer(states)
	t.Cleanup(func() {
		states.Close()
		web.Close()
	})
	t.Setenv("AWS_ENDPOINT_URL", url)
	t.Setenv("AWS_ENDPOINT_URL_SFN", web.URL)
	a := &account{t: t, now: time.Date(2026, 1, 5, 2, 0, 0, 0, time.UTC)}
	before := a.everything()

	dir := t.TempDir()
	terraform := func(args ...string) {
		t.Helper()
		c := exec.CommandContext(t.Context(), path, args...)
		c.Dir = dir
		c.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+os.DevNull, "CHECKPOINT_DISABLE=1", "AWS_REGION="+virginia.Region, "AWS_EC2_METADATA_DISABLED=true")
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("terraform %s: %v\n%s", args[0], err, out)
		}
	}
	write := func(specs []deploy.Spec) {
		t.Helper()
		files, err := export.Terraform(specs, virginia)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if err := os.WriteFile(filepath.Join(dir, f.Name), f.Text, 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
	applied := func(specs []deploy.Spec) {
		t.Helper()
		write(specs)
		terraform("apply", "-auto-approve", "-no-color")
		terraform("plan", "-detailed-exitcode", "-no-color") // 2 where there is something to do
		for _, s := range specs {
			live, err := deploy.Read(t.Context(), a.client(), s.Project, s.Pipeline)
			if err != nil {
				t.Fatal(err)
			}
			plan := deploy.Diff(live, s)
			for _, o := range plan.Obstacles {
				t.Errorf("%s: %v", s.Pipeline, o)
			}
			for _, c := range plan.Changes {
				if !ours(c) {
					t.Errorf("%s: the plan would %s", s.Pipeline, deploy.Describe(c))
				}
			}
		}
	}

	var all []deploy.Spec
	examples, err := os.ReadDir("../../../examples")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range examples {
		if e.IsDir() {
			all = append(all, specs(t, files(t, e.Name()))...)
		}
	}
	n := len(all)
	alias := "  alias = \"live\"\n"
	for i, lake := range []deploy.Spec{
		specs(t, source(lakeBefore))[0], specs(t, source(lakeAfter))[0], wide(t, 60, "one", alias), wide(t, 60, "two", alias),
	} {
		all = append(all[:n], lake)
		write(all)
		if i == 0 {
			terraform("init", "-backend=false", "-plugin-dir="+plugins, "-no-color")
		}
		was := a.resources()
		applied(all)
		is := a.resources()
		for id := range was {
			if id.Kind == deploy.KindVersion && is[id] == nil {
				t.Errorf("%s is gone, and what began with it runs", id)
			}
		}
		alias, _ := is[deploy.ID{Kind: deploy.KindAlias, In: "lake", Name: "live"}].(*deploy.Alias)
		if alias == nil || len(alias.Routes) != 1 || alias.Routes[0].Version != i+1 {
			t.Errorf("after edit %d the alias is %+v", i, alias)
		}
	}
	terraform("destroy", "-auto-approve", "-no-color")
	if diff := cmp.Diff(before, a.everything()); diff != "" {
		t.Errorf("what is left (-before +after):\n%s", diff)
	}
}

// ours says of a change that it is about what only pipectl does: its lock, its
// versions, and what mentions or leads to these.
func ours(c deploy.Change) bool {
	switch c := c.(type) {
	case *deploy.Lock, *deploy.Unlock, *deploy.Publish, *deploy.Serve:
		return true
	case *deploy.Retag:
		_, digest := c.Set[deploy.TagDigest]
		return digest && len(c.Set) == 1 && len(c.Remove) == 0
	case *deploy.Update:
		old, ok := c.Old.(*deploy.Machine)
		return ok && cmp.Equal(unversioned(old), unversioned(c.New.(*deploy.Machine)))
	default:
		return false
	}
}

var versionOf = regexp.MustCompile(`(:stateMachine:[a-z]+-[0-9]+):([0-9]+|<version of [^>]+>)`)

// unversioned is a machine without what a deploy adds to it.
func unversioned(m *deploy.Machine) *deploy.Machine {
	c := *m
	c.Definition, c.Revision, c.Tags = versionOf.ReplaceAllString(m.Definition, "$1"), "", maps.Clone(m.Tags)
	delete(c.Tags, deploy.TagDigest)
	return &c
}
