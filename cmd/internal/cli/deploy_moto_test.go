package cli

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pipectl/pipectl/asl/engine/endpoint"
	"github.com/pipectl/pipectl/internal/awstest"
)

// The commands against moto's server: each example is deployed, has nothing to do
// again, and is destroyed. Moto cannot publish versions of machines, so that Step
// Functions is the local endpoint, by the variable that AWS has for that.
func TestDeployExamplesToMoto(t *testing.T) {
	url := awstest.Moto(t)
	examples, err := filepath.Glob("../../../examples/*/main.pipe.hcl")
	if err != nil || len(examples) < 5 {
		t.Fatalf("%d examples: %v", len(examples), err)
	}
	for _, file := range examples {
		t.Run(filepath.Base(filepath.Dir(file)), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			a := newHere(t, string(text))
			states := endpoint.New(endpoint.Options{Account: "123456789012", Region: "us-east-1", Now: a.moment})
			web := httptest.NewServer(states)
			t.Cleanup(func() {
				states.Close()
				web.Close()
			})
			t.Setenv("AWS_ENDPOINT_URL", url)
			t.Setenv("AWS_ENDPOINT_URL_SFN", web.URL)
			project := []string{a.dir, "--project", "examples"}
			a.says(append([]string{"deploy", "--yes"}, project...)...)
			a.says(append([]string{"plan", "--exit-code"}, project...)...)
			if status := a.says(append([]string{"status"}, project...)...); !strings.Contains(status, "version 1, takes 100 %") {
				t.Errorf("it is deployed, and status says\n%s", status)
			}
			a.says(append([]string{"destroy", "--yes"}, project...)...)
			if again := a.says(append([]string{"destroy", "--yes"}, project...)...); !strings.HasSuffix(again, "\nNo changes.\n") {
				t.Errorf("it is destroyed, and there is left\n%s", again)
			}
			if calls := a.server.Calls(); len(calls) > 0 {
				t.Errorf("%v is called elsewhere", calls[0])
			}
		})
	}
}
