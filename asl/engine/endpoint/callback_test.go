package endpoint

import (
	"context"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/pipectl/pipectl/asl"
)

// waiting starts an execution that waits for a callback, and gives its token as
// a user finds it: in the parameters of the history.
func waiting(u user, tokens <-chan string, machine string) (arn, token string) {
	u.t.Helper()
	arn = u.start(machine, "", "")
	<-tokens
	out, err := u.GetExecutionHistory(context.Background(), &sfn.GetExecutionHistoryInput{ExecutionArn: &arn})
	if err != nil {
		u.t.Fatal(err)
	}
	for _, event := range out.Events {
		if d := event.TaskScheduledEventDetails; d != nil {
			v, err := asl.DecodeValue([]byte(*d.Parameters))
			if err != nil {
				u.t.Fatal(err)
			}
			body, _ := v.(asl.Object).Get("MessageBody")
			return arn, text(body.(asl.Object), "token")
		}
	}
	u.t.Fatal("no TaskScheduled")
	return "", ""
}

func TestCallbacks(t *testing.T) {
	tokens := make(chan string, 10)
	u := serve(t, Options{Waiting: func(_, state, token string) { tokens <- state + " " + token }})
	ctx := context.Background()
	machine := u.create("m", waits)

	arn, token := waiting(u, tokens, machine)
	if _, err := u.SendTaskHeartbeat(ctx, &sfn.SendTaskHeartbeatInput{TaskToken: &token}); err != nil {
		t.Fatal(err)
	}
	if got := u.describe(arn).Status; got != types.ExecutionStatusRunning {
		t.Errorf("before the callback: %s", got)
	}
	if _, err := u.SendTaskSuccess(ctx, &sfn.SendTaskSuccessInput{TaskToken: &token, Output: aws.String(`{"ok": true}`)}); err != nil {
		t.Fatal(err)
	}
	if end := u.end(arn); end.Status != types.ExecutionStatusSucceeded || *end.Output != `{"ok":true}` {
		t.Errorf("%s %v", end.Status, end.Output)
	}
	_, err := u.SendTaskSuccess(ctx, &sfn.SendTaskSuccessInput{TaskToken: &token, Output: aws.String(`{}`)})
	wantCode(t, err, "TaskTimedOut", "")
	_, err = u.SendTaskHeartbeat(ctx, &sfn.SendTaskHeartbeatInput{TaskToken: &token})
	wantCode(t, err, "TaskTimedOut", "")

	for _, tt := range []struct{ name, cause *string }{
		{aws.String("Custom"), aws.String("why")}, {aws.String("Custom"), nil}, {nil, nil},
	} {
		arn, token := waiting(u, tokens, machine)
		if _, err := u.SendTaskFailure(ctx, &sfn.SendTaskFailureInput{TaskToken: &token, Error: tt.name, Cause: tt.cause}); err != nil {
			t.Fatal(err)
		}
		want := aws.ToString(tt.name)
		if want == "" {
			want = "States.TaskFailed"
		}
		if end := u.end(arn); end.Status != types.ExecutionStatusFailed || *end.Error != want || aws.ToString(end.Cause) != aws.ToString(tt.cause) || (end.Cause == nil) != (tt.cause == nil) {
			t.Errorf("%s %v: %v", end.Status, *end.Error, end.Cause)
		}
	}

	arn, token = waiting(u, tokens, machine)
	if _, err := u.StopExecution(ctx, &sfn.StopExecutionInput{ExecutionArn: &arn}); err != nil {
		t.Fatal(err)
	}
	_, err = u.SendTaskFailure(ctx, &sfn.SendTaskFailureInput{TaskToken: &token})
	wantCode(t, err, "TaskTimedOut", "")
}

// No two executions have a token in common, although what is random in each is
// seeded.
func TestTokensDiffer(t *testing.T) {
	tokens := make(chan string, 100)
	u := serve(t, Options{Waiting: func(_, _, token string) { tokens <- token }})
	machine := u.create("m", waits)
	seen := map[string]bool{}
	for range 50 {
		u.start(machine, "", "")
		token := <-tokens
		if seen[token] || !tokenForm.MatchString(token) {
			t.Fatalf("token %s", token)
		}
		seen[token] = true
	}
}

func TestCallbacksRefused(t *testing.T) {
	u := serve(t, Options{})
	unknown := "AQ000001" + strings.Repeat("0", 32)
	tests := []struct{ operation, body, code string }{
		{"SendTaskSuccess", `{"taskToken":"x","output":"{}"}`, "InvalidToken"},
		{"SendTaskSuccess", `{"taskToken":"` + unknown + `","output":"{}"}`, "TaskDoesNotExist"},
		{"SendTaskSuccess", `{"taskToken":"` + unknown + `","output":"{"}`, "InvalidOutput"},
		{"SendTaskSuccess", `{"taskToken":"` + unknown + `","output":"\"` + strings.Repeat("x", 262143) + `\""}`, "InvalidOutput"},
		{"SendTaskSuccess", `{"taskToken":"` + unknown + `"}`, "ValidationException"},
		{"SendTaskSuccess", `{"taskToken":"` + strings.Repeat("x", 2049) + `","output":"{}"}`, "ValidationException"},
		{"SendTaskFailure", `{"taskToken":""}`, "ValidationException"},
		{"SendTaskFailure", `{"taskToken":"x"}`, "InvalidToken"},
		{"SendTaskFailure", `{"taskToken":"` + unknown + `","error":"` + strings.Repeat("x", 257) + `"}`, "ValidationException"},
		{"SendTaskFailure", `{"taskToken":"` + unknown + `","cause":"` + strings.Repeat("x", 32769) + `"}`, "ValidationException"},
		{"SendTaskHeartbeat", `{"taskToken":"` + unknown + `"}`, "TaskDoesNotExist"},
	}
	for _, tt := range tests {
		if status, body := u.post(tt.operation, tt.body); status != 400 || text(body, "__type") != tt.code {
			t.Errorf("%s %.80s: %d %v, want %s", tt.operation, tt.body, status, body, tt.code)
		}
	}
}
