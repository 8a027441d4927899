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

// What a state sends is held to the limit like what it gets.
func TestSizeOfArguments(t *testing.T) {
	big := strings.Repeat("x", 200_000)
	const twice = `"{% $states.input & $states.input %}"`
	const item = `"StartAt":"I","States":{"I":{"Type":"Pass","Output":1,"End":true}}`
	for _, state := range []string{
		`"Type":"Task","Resource":"arn:aws:states:::x:y","Arguments":` + twice,
		`"Type":"Parallel","Branches":[{` + item + `}],"Arguments":` + twice,
		`"Type":"Map","Items":[1],"ItemProcessor":{` + item + `},"ItemSelector":` + twice,
		`"Type":"Map","Items":[1],"ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},` + item + `},"ItemSelector":` + twice,
	} {
		src := `{"QueryLanguage":"JSONata","StartAt":"S","States":{"S":{` + state + `,"End":true}}}`
		if x := run(t, src, `"`+big+`"`, Options{}); x.Error != "States.DataLimitExceeded" {
			t.Errorf("%s: %s %s: %s", state, x.Status, x.Error, x.Cause)
		}
		if x := run(t, src, `"`+big+`"`, Options{Unlimited: true}); x.Status != Succeeded {
			t.Errorf("%s without limits: %s %s: %s", state, x.Status, x.Error, x.Cause)
		}
	}
}

func TestSizeOfBuiltDefinition(t *testing.T) {
	m, err := asl.Decode([]byte(`{"Comment":"` + strings.Repeat("x", MaxDefinition) + `","StartAt":"A","States":{"A":{"Type":"Succeed"}}}`))
	if err != nil {
		t.Fatal(err)
	}
	var bad *DefinitionError
	if _, err := Run(context.Background(), m, nil, Options{}); !errors.As(err, &bad) {
		t.Errorf("Run of a machine of more than 1 MiB: %v", err)
	}
	if _, err := Start(context.Background(), m, nil, Options{}); !errors.As(err, &bad) {
		t.Errorf("Start of a machine of more than 1 MiB: %v", err)
	}
	if x, err := Run(context.Background(), m, nil, Options{Unlimited: true}); err != nil || x.Status != Succeeded {
		t.Errorf("Run without limits: %v", err)
	}
}

// A loop that makes new values again and again must not fill the memory. The
// world is one that has kept much already: the test is not to do so itself.
func TestWhatIsKept(t *testing.T) {
	x := runIn(t, `{"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Pass","Output":"{% $substring($states.input, 1) & '.' %}","Next":"A"}}}`,
		asl.String(strings.Repeat("x", 200_000)), Options{}, func(w *world) { w.kept = maxKept - 2_000_000 })
	if x.Status != Failed || !strings.Contains(x.Cause, "exceed what this engine keeps") {
		t.Errorf("%s %s: %s", x.Status, x.Error, x.Cause)
	}
	if n := len(x.Events) / 2; n > 12 {
		t.Errorf("it ends after %d states", n)
	}
}

// runIn runs a machine in a world that prepare has changed.
func runIn(t *testing.T, src string, input asl.Value, opts Options, prepare func(*world)) *Execution {
	t.Helper()
	m, err := asl.Decode([]byte(src))
	if err != nil {
		t.Fatal(err)
	}
	w, err := newWorld(m, input, opts)
	if err != nil {
		t.Fatal(err)
	}
	prepare(w)
	if err := w.loop(context.Background()); err != nil {
		t.Fatal(err)
	}
	return w.root.execution
}

// Machines that never end do: Standard at 25,000 events, others at limits of
// the engine's own, also where each of many children is short.
func TestEndlessMachinesEnd(t *testing.T) {
	const endless = `{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"A"}}}`
	for _, opts := range []Options{{Express: true}, {Unlimited: true}} {
		x := run(t, endless, "", opts)
		if x.Status != Failed || len(x.Events) != maxExpressEvents {
			t.Errorf("%s after %d events", x.Status, len(x.Events))
		}
	}
	x := runIn(t, `{"QueryLanguage":"JSONata","StartAt":"M","States":{"M":{"Type":"Map","Items":"{% [1..100] %}","Output":1,"Next":"M",
		"ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"EXPRESS"},"StartAt":"I","States":{"I":{"Type":"Pass","Output":1,"End":true}}}}}}`,
		nil, Options{}, func(w *world) { w.events = maxEndlessEvents - 10_000 })
	if x.Status != Failed || !strings.Contains(x.Cause, "exceed what this engine keeps") || len(x.Events) > 200 {
		t.Errorf("children without end: %s %s: %s, after %d events", x.Status, x.Error, x.Cause, len(x.Events))
	}
}

// What branches out without end does not fill the memory with what runs.
func TestCrowd(t *testing.T) {
	const twice = `{"QueryLanguage":"JSONata","StartAt":"P","States":{"P":{"Type":"Parallel","End":true,"Branches":[
		{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:::states:startExecution.sync:2","Arguments":{"StateMachineArn":"arn:aws:states:us-east-1:123456789012:stateMachine:twice"},"End":true}}},
		{"StartAt":"B","States":{"B":{"Type":"Task","Resource":"arn:aws:states:::states:startExecution.sync:2","Arguments":{"StateMachineArn":"arn:aws:states:us-east-1:123456789012:stateMachine:twice"},"End":true}}}]}}}`
	machines := nestedMachines(t, map[string]string{"twice": twice})
	x := runIn(t, twice, nil, Options{Machines: machines}, func(w *world) { w.threads = maxThreads - 1000 })
	if x.Status != Failed || !strings.Contains(x.Cause, "run at a time than this engine keeps") {
		t.Errorf("%s %s: %s", x.Status, x.Error, x.Cause)
	}
}
