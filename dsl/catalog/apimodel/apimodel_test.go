package apimodel

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLookup(t *testing.T) {
	glue, ok := Lookup("glue")
	if !ok {
		t.Fatal("no glue")
	}
	if again, _ := Lookup("glue"); again != glue {
		t.Error("glue was unpacked twice")
	}
	op, ok := glue.Operation("startJobRun")
	if !ok || op.Name != "StartJobRun" {
		t.Fatalf("startJobRun: %v, %v", op, ok)
	}
	tests := []struct {
		name     string
		required bool
		kind     Kind
	}{
		{"JobName", true, String},
		{"Arguments", false, Map},
		{"NumberOfWorkers", false, Integer},
		{"MaxCapacity", false, Number},
		{"JobRunQueuingEnabled", false, Boolean},
		{"WorkerType", false, Enum},
		{"NotificationProperty", false, Structure},
	}
	for _, tt := range tests {
		m, ok := op.Input.Member(tt.name)
		if !ok || m.Required != tt.required || m.Shape.Kind != tt.kind {
			t.Errorf("%s: %+v, %v, want required %v and kind %d", tt.name, m, ok, tt.required, tt.kind)
		}
	}
	workers, _ := op.Input.Member("WorkerType")
	if !slices.Contains(workers.Shape.Values, "G.1X") {
		t.Errorf("types of workers: %v", workers.Shape.Values)
	}
	if _, ok := op.Output.Member("JobRunId"); !ok {
		t.Error("the answer has no JobRunId")
	}
	if !slices.Contains(op.Errors, "ConcurrentRunsExceededException") {
		t.Errorf("errors: %v", op.Errors)
	}
	if _, ok := glue.Operation("brew"); ok {
		t.Error("glue brews")
	}
	if _, ok := op.Input.Member("Jobname"); ok {
		t.Error("a name of a member is not the case's business")
	}
	for _, name := range []string{"teapot", "", "../models/glue", "versions"} {
		if s, ok := Lookup(name); ok {
			t.Errorf("service %q: %v", name, s.Name)
		}
	}
}

// TestTokens: what the SDK makes up itself nobody has to give.
func TestTokens(t *testing.T) {
	for call, token := range map[string]string{
		"emrserverless:StartJobRun":        "ClientToken",
		"emrcontainers:StartJobRun":        "ClientToken",
		"scheduler:CreateSchedule":         "ClientToken",
		"sagemaker:StartPipelineExecution": "ClientRequestToken",
	} {
		service, operation, _ := strings.Cut(call, ":")
		m, ok := mustHave(service, operation).Input.Member(token)
		if !ok || m.Required {
			t.Errorf("%s: %s is there: %v, required: %v", call, token, ok, ok && m.Required)
		}
	}
}

// TestErrors: errors are an operation's where the SDK says which, else all of its
// service.
func TestErrors(t *testing.T) {
	stop := mustHave("sfn", "StopExecution")
	for _, name := range []string{"ExecutionDoesNotExist", "InvalidArn"} {
		if !slices.Contains(stop.Errors, name) {
			t.Errorf("sfn:stopExecution does not raise %s: %v", name, stop.Errors)
		}
	}
	if slices.Contains(stop.Errors, "ActivityDoesNotExist") {
		t.Errorf("sfn:stopExecution raises another operation's error: %v", stop.Errors)
	}
	if s, _ := Lookup("sfn"); !slices.Contains(s.Errors, "ActivityDoesNotExist") {
		t.Errorf("errors of sfn: %v", s.Errors)
	}
}

// TestTable unpacks all of it.
func TestTable(t *testing.T) {
	var size int64
	for _, name := range Services() {
		s, ok := Lookup(name)
		if !ok || s.Name != name || len(s.Operations) == 0 {
			t.Errorf("%s: %v, %v", name, s, ok)
			continue
		}
		info, err := os.Stat(filepath.Join("models", name+".model"))
		if err != nil {
			t.Fatal(err)
		}
		size += info.Size()
		for i := range s.Operations {
			op := &s.Operations[i]
			if op.Input.Kind != Structure || op.Output.Kind != Structure {
				t.Errorf("%s:%s takes and gives kinds %d and %d", name, op.Name, op.Input.Kind, op.Output.Kind)
			}
		}
	}
	if size > 2<<20 {
		t.Errorf("the table has %d bytes", size)
	}
	t.Logf("%d services, %d bytes", len(Services()), size)
}

// TestConcurrentLookup is for the race detector.
func TestConcurrentLookup(t *testing.T) {
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for _, name := range []string{"sns", "teapot", "sqs", "kms"} {
				s, ok := Lookup(name)
				if ok != (name != "teapot") {
					t.Errorf("%s: %v", name, ok)
				}
				if ok {
					AsSDK.Answer(&s.Operations[0])
				}
			}
		})
	}
	all.Wait()
}

// TestVersions: the table was made by the generator that is here, of the modules
// that its go.mod names.
func TestVersions(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("models", "versions.txt"))
	if err != nil {
		t.Fatal(err)
	}
	mod, err := os.ReadFile(filepath.Join("gen", "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	modules, err := os.ReadFile(filepath.Join("gen", "modules.go"))
	if err != nil {
		t.Fatal(err)
	}
	versions := make(map[string]string)
	for _, m := range regexp.MustCompile(`(?m)^\s*github.com/aws/aws-sdk-go-v2/service/([a-z0-9]+) (v\S+)`).FindAllSubmatch(mod, -1) {
		versions[string(m[1])] = string(m[2])
	}
	var want []string
	for _, m := range regexp.MustCompile(`(?m)_ "(\S+)"\s*// (\S+): .`).FindAllSubmatch(modules, -1) {
		module := path.Base(string(m[1]))
		table, err := os.ReadFile(filepath.Join("models", string(m[2])+".model"))
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(table)
		want = append(want, fmt.Sprintf("%s %s %s %x", m[2], module, versions[module], sum[:8]))
	}
	slices.Sort(want)
	want = append([]string{"generator " + generatorDigest(t)}, want...)
	got := strings.Split(strings.TrimSpace(string(text)), "\n")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the table is not of today's generator and modules; run go generate in dsl/catalog/apimodel/gen (-want +got):\n%s", diff)
	}
	var names []string
	for _, line := range got[1:] {
		name, _, _ := strings.Cut(line, " ")
		names = append(names, name)
	}
	if diff := cmp.Diff(names, Services()); diff != "" {
		t.Errorf("services (-listed +there):\n%s", diff)
	}
}

// generatorDigest is that of the generator's sources, as it says itself.
func generatorDigest(t *testing.T) string {
	files, err := filepath.Glob(filepath.Join("gen", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	digest := sha256.New()
	for _, file := range files {
		name := filepath.Base(file)
		if strings.HasSuffix(name, "_test.go") || name == "modules.go" {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(digest, "%s %d\n%s", name, len(text), text)
	}
	return fmt.Sprintf("%x", digest.Sum(nil)[:8])
}
