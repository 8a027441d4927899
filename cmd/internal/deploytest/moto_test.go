package deploytest

import (
	"net/http/httptest"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pipectl/pipectl/asl/engine/endpoint"
	"github.com/pipectl/pipectl/deploy"
	"github.com/pipectl/pipectl/internal/awstest"
)

// Every example is deployed to moto's server, but for its machines: moto's Step
// Functions cannot publish a version (deploy/aws lists what it lacks), so those
// are the local endpoint's, by the variables that AWS has for that. What the
// calls were it does not tell; that nothing is to be done again, it does.
func TestMoto(t *testing.T) {
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

	plan := func(s deploy.Spec) *deploy.Plan {
		t.Helper()
		live, err := deploy.Read(t.Context(), a.client(), s.Project, s.Pipeline)
		if err != nil {
			t.Fatal(err)
		}
		return deploy.Diff(live, s)
	}
	before := a.everything()
	examples, err := os.ReadDir("../../../examples")
	if err != nil {
		t.Fatal(err)
	}
	var all []deploy.Spec
	for _, e := range examples {
		if e.IsDir() {
			all = append(all, specs(t, files(t, e.Name()))...)
		}
	}
	all = append(all, specs(t, source(lakeBefore))...)
	for _, s := range all {
		if err := a.try(t.Context(), s, deploy.Shift{}); err != nil {
			t.Fatalf("%s: %v", s.Pipeline, err)
		}
		if again := plan(s).Changes; len(again) > 0 {
			t.Errorf("%s: deployed again there is something to do: %s", s.Pipeline, deploy.Describe(again[0]))
		}
	}
	edited := specs(t, source(lakeAfter))[0]
	if err := a.try(t.Context(), edited, deploy.Shift{}); err != nil {
		t.Fatal(err)
	}
	if again := plan(edited).Changes; len(again) > 0 {
		t.Errorf("%s: edited and deployed again there is something to do: %s", edited.Pipeline, deploy.Describe(again[0]))
	}
	for _, s := range all {
		a.destroy(s.Pipeline)
	}
	if diff := cmp.Diff(before, a.everything()); diff != "" {
		t.Errorf("what is left when all is destroyed (-want +got):\n%s", diff)
	}
}
