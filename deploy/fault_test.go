package deploy

import (
	"errors"
	"fmt"
	"testing"
)

func TestFaultError(t *testing.T) {
	role := ID{Kind: KindRole, Name: "pipectl-daily-run"}
	tests := []struct {
		fault Fault
		want  string
	}{
		{Fault{Kind: NotFound, ID: role}, "role pipectl-daily-run does not exist"},
		{Fault{Kind: Throttled, Call: "states:ListStateMachines"}, "states:ListStateMachines: had too many calls"},
		{Fault{Kind: AccessDenied, Call: "iam:GetRole", ID: role}, "iam:GetRole: role pipectl-daily-run is not allowed (needs the permission iam:GetRole)"},
		{
			Fault{Kind: AccessDenied, Call: "states:CreateStateMachine", Action: "iam:PassRole", ID: ID{Kind: KindMachine, Name: "daily"}, Text: "no identity-based policy allows it"},
			"states:CreateStateMachine: machine daily is not allowed (needs the permission iam:PassRole): no identity-based policy allows it",
		},
		{
			Fault{Kind: Conflict, ID: ID{Kind: KindSchedule, In: "pipectl-daily", Name: "nightly"}},
			"schedule pipectl-daily/nightly is being changed by somebody else",
		},
	}
	for _, test := range tests {
		if got := test.fault.Error(); got != test.want {
			t.Errorf("Error() = %q, want %q", got, test.want)
		}
	}
}

func TestEveryFaultKindHasAText(t *testing.T) {
	for k := Other; k <= Invalid; k++ {
		if k.String() == "" {
			t.Errorf("kind %d has no text", k)
		}
	}
}

func TestIsFault(t *testing.T) {
	below := errors.New("connection reset")
	err := fmt.Errorf("read role: %w", &Fault{Kind: Unavailable, Err: below})
	if !IsFault(err, NotFound, Unavailable) || IsFault(err, NotFound) || IsFault(below, Unavailable) {
		t.Errorf("IsFault does not tell kinds apart")
	}
	if !errors.Is(err, below) {
		t.Errorf("the error below is not found")
	}
}
