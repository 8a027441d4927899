package catalog

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// value of a JSON text, of the type that it implies.
func fromJSON(t testing.TB, text string) cty.Value {
	t.Helper()
	var v ctyjson.SimpleJSONValue
	if err := v.UnmarshalJSON([]byte(text)); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v.Value
}

// answered is an answer as expressions see it: a member that the service left
// out, and a member of one, reads as null where its type is known.
func answered(t testing.TB, text string, typ cty.Type) cty.Value {
	t.Helper()
	return completed(fromJSON(t, text), typ)
}

func completed(v cty.Value, typ cty.Type) cty.Value {
	if !typ.IsObjectType() {
		if v.IsNull() {
			return cty.NullVal(typ)
		}
		return v
	}
	members := map[string]cty.Value{}
	if !v.IsNull() {
		members = v.AsValueMap()
	}
	all := make(map[string]cty.Value)
	for name, v := range members {
		all[name] = v
	}
	for name, of := range typ.AttributeTypes() {
		inner, ok := members[name]
		if !ok {
			inner = cty.NullVal(of)
		}
		all[name] = completed(inner, of)
	}
	return cty.ObjectVal(all)
}

// TestPoll goes through every status that a service gives. A crawler that tells
// of no crawl that ended, though one was started, has not noticed yet that it
// runs: only a timeout ends that.
func TestPoll(t *testing.T) {
	tests := []struct {
		kind, result string
		want         string // "again", "done", or the cause of a failure
	}{
		{"glue_crawler", `{"Crawler": {"State": "RUNNING"}}`, "again"},
		{"glue_crawler", `{"Crawler": {"State": "RUNNING", "LastCrawl": {"Status": "SUCCEEDED"}}}`, "again"},
		{"glue_crawler", `{"Crawler": {"State": "STOPPING", "LastCrawl": {"Status": "FAILED"}}}`, "again"},
		{"glue_crawler", `{"Crawler": {"State": "READY"}}`, "again"},
		{"glue_crawler", `{"Crawler": {"State": "READY", "LastCrawl": null}}`, "again"},
		{"glue_crawler", `{"Crawler": {"State": "READY", "LastCrawl": {"Status": "SUCCEEDED"}}}`, "done"},
		{"glue_crawler", `{"Crawler": {"State": "READY", "LastCrawl": {"Status": "FAILED", "ErrorMessage": "no bucket"}}}`, "no bucket"},
		{"glue_crawler", `{"Crawler": {"State": "READY", "LastCrawl": {"Status": "FAILED"}}}`, "the crawl ended as FAILED"},
		{"glue_crawler", `{"Crawler": {"State": "READY", "LastCrawl": {"Status": "CANCELLED", "ErrorMessage": null}}}`, "the crawl ended as CANCELLED"},
		{"emr_notebook", `{"NotebookExecution": {"Status": "START_PENDING"}}`, "again"},
		{"emr_notebook", `{"NotebookExecution": {"Status": "STARTING"}}`, "again"},
		{"emr_notebook", `{"NotebookExecution": {"Status": "RUNNING"}}`, "again"},
		{"emr_notebook", `{"NotebookExecution": {"Status": "FINISHING"}}`, "again"},
		{"emr_notebook", `{"NotebookExecution": {"Status": "FAILING"}}`, "again"},
		{"emr_notebook", `{"NotebookExecution": {"Status": "STOP_PENDING"}}`, "again"},
		{"emr_notebook", `{"NotebookExecution": {"Status": "STOPPING"}}`, "again"},
		{"emr_notebook", `{"NotebookExecution": {"Status": "FINISHED"}}`, "done"},
		{"emr_notebook", `{"NotebookExecution": {"Status": "FAILED", "LastStateChangeReason": "cell 3"}}`, "cell 3"},
		{"emr_notebook", `{"NotebookExecution": {"Status": "STOPPED"}}`, "the notebook ended as STOPPED"},
		{"redshift_query", `{"Status": "SUBMITTED"}`, "again"},
		{"redshift_query", `{"Status": "PICKED"}`, "again"},
		{"redshift_query", `{"Status": "STARTED"}`, "again"},
		{"redshift_query", `{"Status": "FINISHED"}`, "done"},
		{"redshift_query", `{"Status": "FAILED", "Error": "relation \"x\" does not exist"}`, `relation "x" does not exist`},
		{"redshift_query", `{"Status": "ABORTED"}`, "the query ended as ABORTED"},
	}
	for _, tt := range tests {
		k, _ := Lookup(tt.kind)
		ctx := scope(map[string]cty.Value{"result": answered(t, tt.result, *k.Poll.Answer())})
		until, err := eval(parse(t, k.Poll.Until), ctx)
		if err != nil {
			t.Fatalf("%s %s: until: %v", tt.kind, tt.result, err)
		}
		failed, err := eval(parse(t, k.Poll.Fail), ctx)
		if err != nil {
			t.Fatalf("%s %s: fail: %v", tt.kind, tt.result, err)
		}
		got := "again"
		switch {
		case until.True() && failed.True():
			got = "both"
		case until.True():
			got = "done"
		case failed.True():
			cause, err := eval(parse(t, k.Poll.Cause), ctx)
			if err != nil {
				t.Fatalf("%s %s: cause: %v", tt.kind, tt.result, err)
			}
			got = cause.AsString()
		}
		if got != tt.want {
			t.Errorf("%s %s: %s, want %s", tt.kind, tt.result, got, tt.want)
		}
	}
}

// TestPollCalls shows that looking and stopping know what was started.
func TestPollCalls(t *testing.T) {
	tests := []struct{ kind, args, started, look, stop string }{
		{"glue_crawler", `{ crawler = "c" }`, `{}`, `{"Name": "c"}`, `{"Name": "c"}`},
		{
			"emr_notebook", `{ cluster = "j-1", editor = "e", notebook = "n" }`, `{"NotebookExecutionId": "ex-1"}`,
			`{"NotebookExecutionId": "ex-1"}`, `{"NotebookExecutionId": "ex-1"}`,
		},
		{"redshift_query", `{ sql = "s", workgroup = "w", database = "d" }`, `{"Id": "q-1"}`, `{"Id": "q-1"}`, `{"Id": "q-1"}`},
	}
	for _, tt := range tests {
		k, _ := Lookup(tt.kind)
		vars := values(t, k.Args, tt.args)
		vars["started"] = fromJSON(t, tt.started)
		if diff := cmp.Diff(decode(t, tt.look), call(t, k.Poll.Look, k.Args, vars)); diff != "" {
			t.Errorf("%s: look (-want +got):\n%s", tt.kind, diff)
		}
		if diff := cmp.Diff(decode(t, tt.stop), call(t, *k.Poll.Stop, k.Args, vars)); diff != "" {
			t.Errorf("%s: stop (-want +got):\n%s", tt.kind, diff)
		}
	}
}

// TestUnwrap shows what becomes of a service's answer.
func TestUnwrap(t *testing.T) {
	tests := []struct{ name, expr, result, more, want string }{
		{"a function's payload", lambda.Modes[0].Unwrap, `{"Payload": {"rows": 7}, "StatusCode": 200}`, `null`, `{"rows": 7}`},
		{"a query", athenaQuery.Modes[0].Unwrap, `{"QueryExecution": {"QueryExecutionId": "q-1"}}`, `null`, `{"QueryExecutionId": "q-1"}`},
		{
			"rows of a SELECT, without its header and with NULL", athenaQuery.Modes[0].Then.Unwrap,
			`{"QueryExecution": {"QueryExecutionId": "q-1", "StatementType": "DML"}}`,
			`{"ResultSet": {"Rows": [{"Data": [{"VarCharValue": "n"}, {"VarCharValue": "m"}]}, {"Data": [{"VarCharValue": "7"}, {}]}]}}`,
			`{"QueryExecutionId": "q-1", "StatementType": "DML", "rows": [["7", null]]}`,
		},
		{
			"rows of SHOW TABLES", athenaQuery.Modes[0].Then.Unwrap,
			`{"QueryExecution": {"StatementType": "UTILITY"}}`,
			`{"ResultSet": {"Rows": [{"Data": [{"VarCharValue": "orders"}]}]}}`,
			`{"StatementType": "UTILITY", "rows": [["orders"]]}`,
		},
		{"a step in a member", emrStep.Modes[0].Unwrap, `{"Step": {"Id": "s-1"}}`, `null`, `{"Id": "s-1"}`},
		{"a step as itself", emrStep.Modes[0].Unwrap, `{"Id": "s-1"}`, `null`, `{"Id": "s-1"}`},
		{"an item", dynamodbGet.Modes[0].Unwrap, `{"Item": {"id": {"S": "x"}, "n": {"N": "5"}}}`, `null`, `{"id": "x", "n": 5}`},
		{"no item", dynamodbGet.Modes[0].Unwrap, `{}`, `null`, `null`},
		{"no attributes", dynamodbPut.Modes[0].Unwrap, `{}`, `null`, `null`},
		{"an express pipeline's output", pipeline.Modes[1].Unwrap, `{"Status": "SUCCEEDED", "Output": "{\"n\": 1}"}`, `null`, `{"n": 1}`},
		{"the output of an execution", stateMachine.Modes[0].Unwrap, `{"Status": "SUCCEEDED", "Output": {"n": 1}}`, `null`, `{"n": 1}`},
		{"the clusters of the name", clusterEMR.Found, `{"Clusters": [{"Id": "j-1", "Name": "x"}, {"Id": "j-2", "Name": "lab"}, {"Id": "j-3", "Name": "lab"}]}`, `null`, `["j-2", "j-3"]`},
		{"no cluster of the name", clusterEMR.Found, `{"Clusters": [{"Id": "j-1", "Name": "x"}]}`, `null`, `[]`},
		{"a cluster's id", clusterEMR.Unwrap, `{"ClusterId": "j-1"}`, `null`, `"j-1"`},
	}
	for _, tt := range tests {
		ctx := scope(map[string]cty.Value{
			"result": fromJSON(t, tt.result), "more": fromJSON(t, tt.more), "name": cty.StringVal("lab"),
		})
		got, err := eval(parse(t, tt.expr), ctx)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if diff := cmp.Diff(decode(t, tt.want), plain(t, got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// TestExpressFailure shows that an express pipeline's failure, which its answer
// only mentions, keeps its own error.
func TestExpressFailure(t *testing.T) {
	m := pipeline.Modes[1]
	for _, tt := range []struct{ result, fails, name, cause string }{
		// What the service leaves out reads as null.
		{`{"Status": "SUCCEEDED", "Output": "{}", "Error": null, "Cause": null}`, "false", "", ""},
		{`{"Status": "FAILED", "Error": "TooOld", "Cause": "no data"}`, "true", "TooOld", "no data"},
		{`{"Status": "TIMED_OUT", "Error": null, "Cause": null}`, "true", "States.TaskFailed", "the pipeline ended as TIMED_OUT"},
	} {
		ctx := scope(map[string]cty.Value{"result": fromJSON(t, tt.result)})
		fails, err := eval(parse(t, m.Fail), ctx)
		if err != nil {
			t.Fatal(err)
		}
		if got := fails.True(); got != (tt.fails == "true") {
			t.Errorf("%s fails: %v", tt.result, got)
		}
		if !fails.True() {
			continue
		}
		for expr, want := range map[string]string{m.Error: tt.name, m.Cause: tt.cause} {
			got, err := eval(parse(t, expr), ctx)
			if err != nil {
				t.Fatal(err)
			}
			if got.AsString() != want {
				t.Errorf("%s: %s, want %s", tt.result, got.AsString(), want)
			}
		}
	}
}

func TestBootstrapFailure(t *testing.T) {
	for cause, want := range map[string]bool{
		`{"Cluster":{"Status":{"StateChangeReason":{"Code":"BOOTSTRAP_FAILURE"}}}}`:                         true,
		`On the master instance (i-1), bootstrap action 1 returned a non-zero return code`:                  true,
		`{"Cluster":{"Status":{"StateChangeReason":{"Code":"VALIDATION_ERROR","Message":"no such type"}}}}`: false,
	} {
		ctx := scope(map[string]cty.Value{"error": cty.ObjectVal(map[string]cty.Value{
			"name": cty.StringVal("States.TaskFailed"), "cause": cty.StringVal(cause),
		})})
		got, err := eval(parse(t, clusterEMR.Renamed.When), ctx)
		if err != nil {
			t.Fatal(err)
		}
		if got.True() != want {
			t.Errorf("%s: %v, want %v", cause, got.True(), want)
		}
	}
}

// TestResultTypes shows that what Unwrap makes of an answer of the type that is
// given has the type that is given.
func TestResultTypes(t *testing.T) {
	check := func(kind, unwrap string, answer, more, result cty.Type) {
		t.Helper()
		if answer == cty.NilType {
			answer = result
		}
		got := cty.UnknownVal(answer)
		if unwrap != "" {
			ctx := scope(map[string]cty.Value{"result": got, "more": cty.UnknownVal(more)})
			var err error
			if got, err = eval(parse(t, unwrap), ctx); err != nil {
				t.Errorf("%s: %s: %v", kind, unwrap, err)
				return
			}
		}
		if _, err := convert.Convert(cty.UnknownVal(got.Type()), result); err != nil {
			t.Errorf("%s: %s gives %s, want %s: %v", kind, unwrap, TypeName(got.Type()), TypeName(result), err)
		}
	}
	for _, k := range All {
		for _, m := range k.Modes {
			check(k.Name, m.Unwrap, m.Answer, cty.DynamicPseudoType, m.Result)
			if m.Then != nil {
				check(k.Name, m.Then.Unwrap, m.Answer, m.Then.Answer, m.Then.Result)
			}
		}
		if p := k.Poll; p != nil {
			check(k.Name, p.Unwrap, p.Look.Answer, cty.DynamicPseudoType, p.Result)
		}
	}
	for _, c := range Clusters {
		check(c.Name, c.Unwrap, c.Create.Answer, cty.DynamicPseudoType, c.Result)
	}
}
