package deploy

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A judge notes what it is asked.
type judge struct {
	Client
	asked []string
	err   error
}

func (j *judge) Validate(ctx context.Context, m *Machine) ([]Finding, error) {
	j.asked = append(j.asked, m.Definition)
	if j.err != nil {
		return nil, j.err
	}
	return j.Client.Validate(ctx, m)
}

func TestValidate(t *testing.T) {
	j := &judge{Client: NewMemory(ireland)}
	got, err := Validate(context.Background(), j, ireland, lake(func(s *Spec) { s.Parts[1].Definition = "{" }))
	if err != nil {
		t.Fatal(err)
	}
	want := []Judgement{{"lake-2", []Finding{{Error: true, Code: "INVALID_JSON_DESCRIPTION", Text: "the definition is no JSON"}}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("judgements (-want +got):\n%s", diff)
	}
	if all := strings.Join(j.asked, "\n"); len(j.asked) != 3 || strings.Contains(all, "<version of") || !strings.Contains(all, ":stateMachine:lake-1:1\"") {
		t.Errorf("asked of:\n%s", all)
	}
	j.err = &Fault{Kind: AccessDenied, Call: "states:ValidateStateMachineDefinition"}
	if _, err := Validate(context.Background(), j, ireland, lake()); !IsFault(err, AccessDenied) {
		t.Errorf("error = %v", err)
	}
}
