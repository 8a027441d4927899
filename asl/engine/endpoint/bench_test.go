package endpoint

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// BenchmarkStartExecution starts executions of one state and describes each,
// without a network.
func BenchmarkStartExecution(b *testing.B) {
	e := New(Options{})
	defer e.Close()
	call := func(name, body string) {
		r := httptest.NewRequest(http.MethodPost, "http://localhost/", strings.NewReader(body))
		r.Header.Set("X-Amz-Target", target+name)
		w := httptest.NewRecorder()
		if e.ServeHTTP(w, r); w.Code != http.StatusOK {
			b.Fatalf("%s: %s", name, w.Body)
		}
	}
	call("CreateStateMachine", `{"name":"m","roleArn":"`+role+`","definition":`+quoted(passes)+`}`)
	i := 0
	for b.Loop() {
		i++
		call("StartExecution", fmt.Sprintf(`{"stateMachineArn":"%s","name":"x%d"}`, e.own("stateMachine", "m"), i))
		call("DescribeExecution", fmt.Sprintf(`{"executionArn":"%s"}`, e.own("execution", fmt.Sprintf("m:x%d", i))))
	}
}
