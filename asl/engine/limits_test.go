package engine

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/pipectl/pipectl/asl"
)

func TestLimits(t *testing.T) {
	big := strings.Repeat("x", 200_000)
	tests := []struct {
		name, src, input string
		wantErr          string
	}{
		{"output", `{"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Pass","Output":"{% $states.input & $states.input %}","End":true}}}`, `"` + big + `"`, "States.DataLimitExceeded"},
		{"variable", `{"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Pass","Assign":{"v":"{% $states.input & $states.input %}"},"End":true}}}`, `"` + big + `"`, "States.DataLimitExceeded"},
		{"one Assign", `{"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Pass","Assign":{"v":"{% $states.input %}","w":"{% $states.input %}"},"End":true}}}`, `"` + big + `"`, "States.DataLimitExceeded"},
		{"events", `{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"},"B":{"Type":"Pass","Next":"A"}}}`, `{}`, "States.Runtime"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			x := run(t, tt.src, tt.input, Options{})
			if x.Error != tt.wantErr {
				t.Errorf("%s %s: %s, want %s", x.Status, x.Error, x.Cause, tt.wantErr)
			}
			if len(x.Events) > MaxEvents {
				t.Errorf("%d events", len(x.Events))
			}
			if tt.name == "events" && len(x.Events) != MaxEvents {
				t.Errorf("%d events, want %d", len(x.Events), MaxEvents)
			}
		})
	}
	var all []string
	for i := range 60 {
		all = append(all, fmt.Sprintf(`"S%d":{"Type":"Pass","Assign":{"v%d":"{%% $states.input %%}"},"Next":"S%d"}`, i, i, i+1))
	}
	x := run(t, `{"QueryLanguage":"JSONata","StartAt":"S0","States":{`+strings.Join(all, ",")+`,"S60":{"Type":"Succeed"}}}`, `"`+big+`"`, Options{})
	if x.Error != "States.DataLimitExceeded" {
		t.Errorf("10 MiB of variables: %s %s", x.Status, x.Error)
	}
	x = run(t, `{"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","End":true,"Catch":[{"ErrorEquals":["States.ALL"],"Next":"C"}]},"C":{"Type":"Pass","End":true}}}`, "",
		Options{Task: func(Call) Outcome { return Outcome{Output: asl.String(big + big)} }})
	wantOutput(t, x, `{"Error":"States.DataLimitExceeded","Cause":"The state/task 'lambda:invoke' returned a result with a size exceeding the maximum number of bytes service limit."}`)

	src := []byte(`{"Comment":"` + strings.Repeat("x", MaxDefinition) + `","StartAt":"A","States":{"A":{"Type":"Succeed"}}}`)
	var bad *DefinitionError
	if _, err := RunDefinition(context.Background(), src, nil, Options{}); !errors.As(err, &bad) {
		t.Errorf("a definition of more than 1 MiB: %v", err)
	}
	if _, err := RunDefinition(context.Background(), src, nil, Options{Unlimited: true}); err != nil {
		t.Errorf("a definition of more than 1 MiB, without limits: %v", err)
	}
	if _, err := RunDefinition(context.Background(), []byte(`{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}`), []byte(`"`+big+big+`"`), Options{}); !errors.Is(err, ErrInputSize) {
		t.Errorf("an input of more than 256 KiB: %v", err)
	}
}
