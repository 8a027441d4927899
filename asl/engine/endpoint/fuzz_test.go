package endpoint

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/engine"
)

// Whatever is sent, to any operation, is answered: in JSON, and with an
// exception that has a name where it is refused.
func FuzzRequest(f *testing.F) {
	const arn = `"arn:aws:states:us-east-1:123456789012:stateMachine:m"`
	names := Operations()
	seed := func(operation, body string) {
		for i, name := range names {
			if name == operation {
				f.Add(uint8(i), body)
			}
		}
	}
	for i := range names {
		f.Add(uint8(i), `{}`)
		f.Add(uint8(i), `{"stateMachineArn":`+arn+`,"executionArn":"arn:aws:states:us-east-1:123456789012:execution:m:x","maxResults":1,"nextToken":"YS4x"}`)
	}
	seed("CreateStateMachine", `{"name":"n","roleArn":"`+role+`","definition":`+quoted(passes)+`,"tags":[{"key":"a","value":"b"}],"loggingConfiguration":{"level":"ALL","destinations":[{"cloudWatchLogsLogGroup":{"logGroupArn":"arn:x:*"}}]}}`)
	seed("CreateStateMachineAlias", `{"name":"a","routingConfiguration":[{"stateMachineVersionArn":"arn:aws:states:us-east-1:123456789012:stateMachine:m:1","weight":100}]}`)
	seed("StartExecution", `{"stateMachineArn":`+arn+`,"input":"[1]","name":"y"}`)
	seed("SendTaskSuccess", `{"taskToken":"AQ00000100000000000000000000000000000000","output":"1"}`)
	seed("TestState", `{"definition":"{\"Type\":\"Task\",\"Resource\":\"arn:aws:states:::glue:startJobRun\",\"End\":true}","mock":{"result":"{}"},"inspectionLevel":"TRACE","context":"{}","stateConfiguration":{"retrierRetryCount":1}}`)
	seed("TestState", `{"definition":"{\"Type\":\"Map\",\"ItemProcessor\":{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Pass\",\"End\":true}}},\"End\":true}","mock":{"errorOutput":{"error":"E"}},"variables":"{}"}`)
	seed("ValidateStateMachineDefinition", `{"definition":"{}","severity":"WARNING","maxResults":1}`)
	f.Fuzz(func(t *testing.T, operation uint8, body string) {
		e := New(Options{Poll: time.Nanosecond, Mock: func() Mock {
			return func(engine.Call) (engine.Outcome, bool) { return engine.Outcome{}, true }
		}})
		defer e.Close()
		call := func(name, body string) (int, asl.Object) {
			r := httptest.NewRequest(http.MethodPost, "http://127.0.0.1/", strings.NewReader(body))
			r.Header.Set("X-Amz-Target", target+name)
			w := httptest.NewRecorder()
			e.ServeHTTP(w, r)
			v, err := asl.DecodeValue(w.Body.Bytes())
			o, ok := v.(asl.Object)
			if err != nil || !ok {
				t.Fatalf("%s: %s", name, w.Body)
			}
			return w.Code, o
		}
		if code, answer := call("CreateStateMachine", `{"name":"m","publish":true,"roleArn":"`+role+`","definition":`+quoted(passes)+`}`); code != 200 {
			t.Fatal(answer)
		}
		call("StartExecution", `{"stateMachineArn":`+arn+`,"name":"x"}`)
		name := names[int(operation)%len(names)]
		code, answer := call(name, body)
		if code != 200 && (code < 400 || text(answer, "__type") == "") {
			t.Errorf("%s: %d %v", name, code, answer)
		}
	})
}
