package export_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/deploy/export"
)

// The tools themselves judge what is written, where they are installed.

// several are pipelines with everything and with nothing, which have nothing in
// common but the project.
func several() []wish {
	named := func(name string, edit func(*deploy.Spec)) wish {
		return func(at deploy.Place) deploy.Spec {
			s := lake(at)
			s.Pipeline, s.Parts = name, nil
			s.Definition = definition(at, "nothing")
			edit(&s)
			return s
		}
	}
	return []wish{
		lake,
		named("bare", func(s *deploy.Spec) {
			s.Role, s.Policy, s.Alias, s.LogLevel, s.RetentionDays = "arn:aws:iam::123456789012:role/theirs", "", "", "OFF", 0
			s.Schedules, s.Triggers, s.Notifies, s.Tags, s.Express = nil, nil, nil, nil, true
		}),
		named("no_alias", func(s *deploy.Spec) { s.Alias, s.Policy = "", "" }),
		named("odd_Alias", func(s *deploy.Spec) { s.Alias, s.LogLevel, s.RetentionDays = "prod_1.x", "OFF", 0 }),
		named("lake_run", func(s *deploy.Spec) { s.LogData, s.RetentionDays = true, 0 }), // as what is run's of lake
	}
}

func TestCfnLint(t *testing.T) {
	lint, err := exec.LookPath("cfn-lint")
	if err != nil {
		t.Skip("cfn-lint is not installed")
	}
	var args []string
	for i, known := range []deploy.Place{{}, ireland} {
		for _, w := range several() {
			at := export.Place(known)
			one, err := export.CloudFormation(w(at), at)
			if err != nil {
				t.Fatal(err)
			}
			sam, err := export.SAM(w(at), at)
			if err != nil {
				t.Fatal(err)
			}
			dir := filepath.Join(t.TempDir(), fmt.Sprint(i))
			args = append(args, write(t, filepath.Join(dir, "cloudformation"), one), write(t, filepath.Join(dir, "sam"), sam...))
		}
	}
	// The tests of packages may run side by side; this one is one process.
	if out, err := exec.CommandContext(t.Context(), lint, append([]string{"--"}, args...)...).CombinedOutput(); err != nil {
		t.Errorf("cfn-lint: %v\n%s", err, out)
	}
}

// PIPECTL_TF_PLUGINS is a folder with hashicorp/aws, laid out as
// `terraform providers mirror` does.
func TestTerraformValidate(t *testing.T) {
	terraform, err := exec.LookPath("terraform")
	plugins := os.Getenv("PIPECTL_TF_PLUGINS")
	if err != nil || plugins == "" {
		t.Skip("terraform is not installed, or PIPECTL_TF_PLUGINS does not say where its provider is")
	}
	for _, known := range []deploy.Place{{}, ireland} {
		at := export.Place(known)
		var specs []deploy.Spec
		for _, w := range several() {
			specs = append(specs, w(at))
		}
		files, err := export.Terraform(specs, at)
		if err != nil {
			t.Fatal(err)
		}
		dir := filepath.Dir(write(t, t.TempDir(), files...))
		for _, args := range [][]string{
			{"init", "-backend=false", "-plugin-dir=" + plugins}, {"validate"}, {"fmt", "-check", "-diff"},
		} {
			c := exec.CommandContext(t.Context(), terraform, args...)
			c.Dir = dir
			c.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+os.DevNull, "CHECKPOINT_DISABLE=1", "TF_CLI_ARGS=-no-color")
			if out, err := c.CombinedOutput(); err != nil {
				t.Fatalf("terraform %s: %v\n%s", args[0], err, out)
			}
		}
	}
}

// write writes files into a folder and is the name of the first.
func write(t *testing.T, dir string, files ...export.File) string {
	t.Helper()
	if err := os.MkdirAll(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(dir, f.Name), f.Text, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, files[0].Name)
}
