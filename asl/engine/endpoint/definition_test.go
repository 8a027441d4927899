package endpoint

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
)

func TestValidateStateMachineDefinition(t *testing.T) {
	u := serve(t, Options{})
	const unmatched = `{"StartAt":"P","States":{"P":{"Type":"Task","Resource":"arn:aws:states:::glue:startJobRun","Retry":[{"ErrorEquals":["States.Nothing"]}],"End":true}}}`
	tests := []struct {
		name      string
		in        sfn.ValidateStateMachineDefinitionInput
		result    types.ValidateStateMachineDefinitionResultCode
		n         int
		code      string
		location  string
		truncated bool
	}{
		{"good", sfn.ValidateStateMachineDefinitionInput{Definition: aws.String(passes)}, "OK", 0, "", "", false},
		{"no JSON", sfn.ValidateStateMachineDefinitionInput{Definition: aws.String("{")}, "FAIL", 1, "INVALID_JSON_DESCRIPTION", "", false},
		{"empty", sfn.ValidateStateMachineDefinitionInput{Definition: aws.String("{}")}, "FAIL", 2, "SCHEMA_VALIDATION_FAILED", "/", false},
		{"empty, one only", sfn.ValidateStateMachineDefinitionInput{Definition: aws.String("{}"), MaxResults: 1}, "FAIL", 1, "SCHEMA_VALIDATION_FAILED", "/", true},
		{"waits", sfn.ValidateStateMachineDefinitionInput{Definition: aws.String(waits)}, "OK", 0, "", "", false},
		{"waits in Express", sfn.ValidateStateMachineDefinitionInput{Definition: aws.String(waits), Type: types.StateMachineTypeExpress}, "FAIL", 1, "SCHEMA_VALIDATION_FAILED", "/States/T/Resource", false},
		{"warning unasked", sfn.ValidateStateMachineDefinitionInput{Definition: aws.String(unmatched)}, "OK", 0, "", "", false},
		{"warning", sfn.ValidateStateMachineDefinitionInput{Definition: aws.String(unmatched), Severity: types.ValidateStateMachineDefinitionSeverityWarning}, "OK", 1, "SCHEMA_VALIDATION_FAILED", "/States/P/Retry/0/ErrorEquals/0", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, err := u.ValidateStateMachineDefinition(context.Background(), &tt.in)
			if err != nil {
				t.Fatal(err)
			}
			if out.Result != tt.result || len(out.Diagnostics) != tt.n || aws.ToBool(out.Truncated) != tt.truncated {
				t.Fatalf("%s, %d diagnostics, %v", out.Result, len(out.Diagnostics), aws.ToBool(out.Truncated))
			}
			if tt.n > 0 {
				if d := out.Diagnostics[0]; aws.ToString(d.Code) != tt.code || aws.ToString(d.Location) != tt.location || aws.ToString(d.Message) == "" {
					t.Errorf("%s at %s: %s", *d.Code, aws.ToString(d.Location), *d.Message)
				}
			}
		})
	}
	if status, body := u.post("ValidateStateMachineDefinition", `{"definition":"{}","maxResults":101}`); status != 400 || text(body, "__type") != "ValidationException" {
		t.Errorf("%d %v", status, body)
	}
}

// Codes, severities and places are those that were recorded; of the texts AWS
// itself says not to rely on them.
func TestRecordedDiagnostics(t *testing.T) {
	f, err := os.Open("../../../../shared/conformance/validation.jsonl")
	if err != nil {
		t.Skip("the recordings are not here: ", err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	failed := 0
	for lines.Scan() {
		var c struct {
			Name, API, Type, Trust string
			Definition             json.RawMessage
			Text                   *string `json:"definition_text"`
			Expect                 struct {
				Result      string
				Diagnostics []struct{ Severity, Code, Location string }
			}
		}
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		if c.API != "ValidateStateMachineDefinition" || c.Trust == "C" {
			continue
		}
		definition := string(c.Definition)
		if c.Text != nil {
			definition = *c.Text
		}
		var got []diagnostic
		for _, d := range diagnose(definition, c.Type) {
			if d.severity == "ERROR" {
				got = append(got, d)
			}
		}
		if (len(got) > 0) != (c.Expect.Result == "FAIL") {
			t.Errorf("%s: %v, recorded %s", c.Name, got, c.Expect.Result)
			continue
		}
		if len(got) == 0 {
			continue
		}
		failed++
		if want := c.Expect.Diagnostics[0]; got[0].code != want.Code || got[0].location != want.Location && !strings.HasPrefix(got[0].location, want.Location) {
			t.Errorf("%s: %v, recorded %v", c.Name, got[0], want)
		}
	}
	if lines.Err() != nil || failed < 3 {
		t.Errorf("%d recorded failures, %v", failed, lines.Err())
	}
}

// What the engine refuses although the rules let it pass is refused in AWS's
// terms too.
func TestRefusedByTheEngine(t *testing.T) {
	other := errors.New("other")
	for _, tt := range []struct {
		err  error
		want string
	}{
		{&engine.DefinitionError{Path: "/States/A", Text: "no such state"}, "InvalidDefinition: Invalid State Machine Definition: 'state machine: /States/A: no such state'"},
		{engine.ErrInputSize, "InvalidExecutionInput: Invalid State Machine Execution Input: 'the input has more than 262144 bytes'"},
		{other, "other"},
	} {
		if got := refusedBy(tt.err).Error(); got != tt.want {
			t.Errorf("%s, want %s", got, tt.want)
		}
	}
	// Such a machine leaves no execution behind.
	u := serve(t, Options{})
	arn := u.create("m", passes)
	u.e.account.mu.Lock()
	u.e.account.machines["m"].current = &revision{machine: &asl.Machine{StartAt: "Nowhere"}, role: role}
	u.e.account.mu.Unlock()
	_, err := u.StartExecution(context.Background(), &sfn.StartExecutionInput{StateMachineArn: &arn, Name: aws.String("x")})
	wantCode(t, err, "InvalidDefinition", "Nowhere")
	_, err = u.DescribeExecution(context.Background(), &sfn.DescribeExecutionInput{ExecutionArn: aws.String(u.e.own("execution", "m:x"))})
	wantCode(t, err, "ExecutionDoesNotExist", "m:x")
}
