package catalog

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/xeipuuv/gojsonschema"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// compiledSchema is the schema, which is one of draft-07 itself.
func compiledSchema(t *testing.T) *gojsonschema.Schema {
	t.Helper()
	loader := gojsonschema.NewSchemaLoader()
	loader.Validate, loader.Draft = true, gojsonschema.Draft7
	s, err := loader.Compile(gojsonschema.NewBytesLoader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// asJSON is the JSON form of a block's body: what only an expression says becomes
// its text in a template.
func asJSON(t *testing.T, src string, body *hclsyntax.Body) object {
	t.Helper()
	out := object{}
	for name, a := range body.Attributes {
		out[name] = valueJSON(t, src, a.Expr)
	}
	for _, b := range body.Blocks {
		list, _ := out[b.Type].([]any)
		out[b.Type] = append(list, asJSON(t, src, b.Body))
	}
	return out
}

func valueJSON(t *testing.T, src string, e hclsyntax.Expression) any {
	t.Helper()
	if v, diags := e.Value(nil); !diags.HasErrors() {
		text, err := ctyjson.Marshal(v, v.Type())
		if err != nil {
			t.Fatal(err)
		}
		var out any
		if err := json.Unmarshal(text, &out); err != nil {
			t.Fatal(err)
		}
		return out
	}
	switch e := e.(type) {
	case *hclsyntax.ObjectConsExpr:
		out := map[string]any{}
		for _, item := range e.Items {
			key, diags := item.KeyExpr.Value(nil)
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			out[key.AsString()] = valueJSON(t, src, item.ValueExpr)
		}
		return out
	case *hclsyntax.TupleConsExpr:
		out := []any{}
		for _, x := range e.Exprs {
			out = append(out, valueJSON(t, src, x))
		}
		return out
	}
	rng := e.Range()
	return "${" + src[rng.Start.Byte:rng.End.Byte] + "}"
}

// documents are the examples as JSON.
func exampleDocuments(t *testing.T) map[string]object {
	t.Helper()
	out := map[string]object{}
	add := func(name, src string) {
		file, diags := hclsyntax.ParseConfig([]byte(src), name, hcl.InitialPos)
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		for _, b := range file.Body.(*hclsyntax.Body).Blocks {
			if len(b.Labels) == 2 {
				out[name+" "+b.Type] = object{b.Type: object{b.Labels[0]: object{b.Labels[1]: asJSON(t, src, b.Body)}}}
			}
		}
	}
	for _, k := range All {
		add(k.Name, k.Example)
	}
	for _, p := range Portables {
		add(p.Name, p.Beside+"\n"+p.Example)
	}
	for _, c := range Computes {
		add("compute "+c.Name, c.Example)
	}
	for _, c := range Clusters {
		add("cluster "+c.Name, c.Example)
	}
	return out
}

func TestSchemaTakesTheExamples(t *testing.T) {
	schema := compiledSchema(t)
	documents := exampleDocuments(t)
	if len(documents) < len(All)+len(Computes)+len(Clusters) {
		t.Fatalf("only %d examples", len(documents))
	}
	for _, name := range sortedKeys(documents) {
		result, err := schema.Validate(gojsonschema.NewGoLoader(documents[name]))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range result.Errors() {
			t.Errorf("%s: %s", name, e)
		}
	}
}

func TestSchemaRefuses(t *testing.T) {
	schema := compiledSchema(t)
	for _, tt := range []struct {
		name, document string
		valid          bool
	}{
		{"nothing wrong", `{"task": {"glue_job": {"a": {"job": "x", "timeout": "2h"}}}}`, true},
		{"a template", `{"task": {"glue_job": {"a": {"job": "${var.job}", "workers": "${local.workers}"}}}}`, true},
		{"several retries", `{"task": {"glue_job": {"a": {"job": "x", "retry": [{"on": ["any"], "attempts": 2}]}}}}`, true},
		{"a kind that is none", `{"task": {"glue_jbo": {"a": {"job": "x"}}}}`, false},
		{"an argument that is none", `{"task": {"glue_job": {"a": {"job": "x", "jobs": 1}}}}`, false},
		{"an argument that is missing", `{"task": {"glue_job": {"a": {}}}}`, false},
		{"a wrong type", `{"task": {"glue_job": {"a": {"job": "x", "capacity": [1]}}}}`, false},
		{"a member that is missing", `{"task": {"emr_step": {"a": {"cluster": "j", "spark": {"args": []}}}}}`, false},
		{"a value that cannot be", `{"task": {"http": {"a": {"method": "LIST", "url": "u", "connection": "c"}}}}`, false},
		{"a member's value that cannot be", `{"task": {"emr_step": {"a": {"cluster": "j", "spark": {"script": "s", "deploy_mode": "far"}}}}}`, false},
		{"a way to wait that it has not", `{"task": {"glue_job": {"a": {"job": "x", "await": "callback"}}}}`, false},
		{"two of which one", `{"task": {"bedrock_invoke": {"a": {"model": "m", "profile": "p", "body": {}}}}}`, false},
		{"none of which one", `{"task": {"bedrock_invoke": {"a": {"model": "m"}}}}`, false},
		{"two that do not go together", `{"task": {"redshift_query": {"a": {"sql": "s", "database": "d", "workgroup": "w", "secret": "s", "user": "u"}}}}`, false},
		{"one without another", `{"task": {"emr_step": {"a": {"cluster": "j", "command": ["x"], "main_class": "c"}}}}`, false},
		{"where it means nothing", `{"task": {"emr_serverless_application": {"a": {"action": "start", "application": "x", "release": "r"}}}}`, false},
		{"where it is required", `{"task": {"emr_serverless_application": {"a": {"action": "start"}}}}`, false},
		{"a duration", `{"task": {"glue_job": {"a": {"job": "x", "job_timeout": "2 hours"}}}}`, false},
		{"a role where there is none", `{"task": {"http": {"a": {"method": "GET", "url": "u", "connection": "c", "role": "r"}}}}`, false},
		{"a form", `{"task": {"s3_get": {"a": {"bucket": "s3://x", "key": "k"}}}}`, false},
	} {
		result, err := schema.Validate(gojsonschema.NewStringLoader(tt.document))
		if err != nil {
			t.Fatal(err)
		}
		if result.Valid() != tt.valid {
			t.Errorf("%s: valid %v: %v", tt.name, result.Valid(), result.Errors())
		}
	}
}

// What a schema cannot say is in it too.
func TestSchemaTells(t *testing.T) {
	var schema struct {
		Definitions map[string]struct {
			About struct {
				Await map[string]struct {
					Calls  []string
					Result object
				}
				Errors, Transient []string
				Permissions       []struct{ Actions []string }
			} `json:"x-pipectl"`
		}
	}
	if err := json.Unmarshal(Schema(), &schema); err != nil {
		t.Fatal(err)
	}
	job := schema.Definitions["task.glue_job"].About
	if job.Await["completion"].Calls[0] != "arn:aws:states:::glue:startJobRun.sync" || len(job.Errors) == 0 || len(job.Transient) == 0 || len(job.Permissions) == 0 {
		t.Errorf("glue_job: %+v", job)
	}
	first := Schema()
	for range 5 {
		if !bytes.Equal(first, Schema()) {
			t.Fatal("it is another each time")
		}
	}
}
