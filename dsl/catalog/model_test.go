package catalog

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/catalog/apimodel"
)

// TestModel: all that a kind sends is in the API's model, and all that it says of
// an answer.
func TestModel(t *testing.T) {
	checked := 0
	sent := make(map[string]bool)
	check := func(name string, c Call, args []Arg, sync bool) {
		if strings.Contains(c.Resource, "{service}") || strings.Contains(c.Resource, "{activity}") {
			return // what a task aws sends is the user's, what an activity takes is anything
		}
		model, ok := apimodel.Resource(c.Resource)
		if !ok || model.Operation == nil {
			t.Errorf("%s: the model does not know %s", name, c.Resource)
			return
		}
		checked++
		m := modelled{t: t, name: name + ", " + c.Resource, casing: model.Casing}
		for _, a := range args {
			if a.ASL != "" && !c.NoArgs && (a.When == "" || m.known(model.Operation.Input, a)) {
				m.argument(model.Operation.Input, a)
				sent[name+" "+a.Name] = true
			}
		}
		if c.Arguments != "" {
			m.expression(model.Operation.Input, parse(t, c.Arguments), "")
		}
		if c.Answer != cty.NilType && !sync {
			m.answer(model.Casing.Answer(model.Operation), c.Answer, "")
		}
	}
	for _, k := range All {
		for _, m := range k.Modes {
			sync := strings.Contains(m.Resource, ".sync") || strings.Contains(m.Resource, ".waitForTaskToken")
			check(k.Name, m.Call, k.Args, sync)
			if model, ok := apimodel.Resource(m.Resource); ok && model.Operation != nil && !sync && m.Unwrap == "" && m.Result != cty.NilType {
				x := modelled{t: t, name: k.Name + "'s result, " + m.Resource, casing: model.Casing}
				x.answer(model.Casing.Answer(model.Operation), m.Result, "")
			}
			if m.Then != nil {
				check(k.Name, m.Then.Call, nil, false)
			}
		}
		if p := k.Poll; p != nil {
			check(k.Name, p.Start, k.Args, false)
			if p.StartElse != nil {
				check(k.Name, *p.StartElse, k.Args, false)
			}
			look := p.Look
			look.Answer = *p.Answer()
			check(k.Name, look, k.Args, false)
			if p.Stop != nil {
				check(k.Name, *p.Stop, k.Args, false)
			}
		}
	}
	for _, k := range All {
		for _, a := range k.Args {
			if a.When != "" && a.ASL != "" && !sent[k.Name+" "+a.Name] {
				t.Errorf("%s: no call of it takes %s", k.Name, a.Name)
			}
		}
	}
	for _, c := range Clusters {
		for name, call := range map[string]Call{
			"create": c.Create, "terminate": c.Terminate, "unprotect": c.Unprotect, "find": c.Find, "describe": c.Describe, "left": c.Left,
		} {
			if call.Resource == "" {
				continue
			}
			check("cluster "+c.Name+", "+name, call, nil, strings.Contains(call.Resource, ".sync"))
		}
	}
	if checked < 40 {
		t.Errorf("only %d calls were checked", checked)
	}
	t.Logf("%d calls", checked)
}

// TestErrorsInModel: the errors of kinds are those of the API, or what AWS and
// pipectl raise besides.
func TestErrorsInModel(t *testing.T) {
	for _, k := range All {
		raised := make(map[string]bool)
		for _, r := range resources(k) {
			if model, ok := apimodel.Resource(r); ok && model.Service != nil {
				for _, name := range model.Service.Errors {
					raised[apimodel.Exception(name)] = true
					raised[name] = true
				}
			}
		}
		for _, name := range k.Errors {
			prefix, end, _ := strings.Cut(name, ".")
			if slices.Contains([]string{"States", "Pipectl", "ApiGateway"}, prefix) || raised[end] || slices.Contains(notModelled, name) {
				continue
			}
			t.Errorf("%s: the API does not raise %s", k.Name, name)
		}
	}
}

// answeredBesides are members of answers that the model does not have.
var answeredBesides = []string{
	// Step Functions adds the names that the call was made with. Source: the
	// Developer Guide.
	"glue_job's result, arn:aws:states:::glue:startJobRun .JobName",
	"emr_serverless_application's result, arn:aws:states:::emr-serverless:deleteApplication .ApplicationId",
	"emr_serverless_application's result, arn:aws:states:::emr-serverless:startApplication .ApplicationId",
	"emr_serverless_application's result, arn:aws:states:::emr-serverless:stopApplication .ApplicationId",
	// Later than the module of the SDK that the table was made of.
	"redshift_query's result, arn:aws:states:::aws-sdk:redshiftdata:batchExecuteStatement .HasResultSet",
	"redshift_query's result, arn:aws:states:::aws-sdk:redshiftdata:batchExecuteStatement .RedshiftPid",
	"redshift_query's result, arn:aws:states:::aws-sdk:redshiftdata:batchExecuteStatement .Status",
	"redshift_query's result, arn:aws:states:::aws-sdk:redshiftdata:executeStatement .HasResultSet",
	"redshift_query's result, arn:aws:states:::aws-sdk:redshiftdata:executeStatement .RedshiftPid",
	"redshift_query's result, arn:aws:states:::aws-sdk:redshiftdata:executeStatement .Status",
	"redshift_query, arn:aws:states:::aws-sdk:redshiftdata:batchExecuteStatement .HasResultSet",
	"redshift_query, arn:aws:states:::aws-sdk:redshiftdata:batchExecuteStatement .RedshiftPid",
	"redshift_query, arn:aws:states:::aws-sdk:redshiftdata:batchExecuteStatement .Status",
	"redshift_query, arn:aws:states:::aws-sdk:redshiftdata:describeStatement .ExecutionMode",
	"redshift_query, arn:aws:states:::aws-sdk:redshiftdata:executeStatement .HasResultSet",
	"redshift_query, arn:aws:states:::aws-sdk:redshiftdata:executeStatement .RedshiftPid",
	"redshift_query, arn:aws:states:::aws-sdk:redshiftdata:executeStatement .Status",
}

// notModelled are errors that no model has: those of Step Functions itself and of
// what it calls besides an API.
var notModelled = []string{
	// Where a service's answer has no name that the SDK knows, Step Functions
	// makes one of the service's. Source: the Developer Guide.
	"Athena.AmazonAthenaException",
	"Batch.AWSBatchException",
	"DynamoDB.AmazonDynamoDBException",
	"ECS.AmazonECSException",
	"Emr.EmrException",
	"S3.S3Exception",
	"SQS.AmazonSQSException",
	"SageMaker.AmazonSageMakerException",
	// Raised by integrations themselves, for what an answer of success says.
	"AmazonECS.Unknown",
	"EventBridge.FailedEntry",
	// Raised by functions, not by the API that calls them.
	"Lambda.Unknown",
	"Sandbox.Timedout",
	// A cluster's own answers.
	"EKS.400", "EKS.401", "EKS.403", "EKS.404", "EKS.409", "EKS.429", "EKS.500", "EKS.503",
}

// transientNotModelled are transient errors that no model has: those of S3, whose
// model names next to none of its errors.
var transientNotModelled = []string{"s3 InternalError", "s3 SlowDown"}

// TestTransientInModel: the same of the errors that "transient" stands for in a
// task aws.
func TestTransientInModel(t *testing.T) {
	for _, service := range sortedKeys(sdkTransient) {
		s, ok := apimodel.Lookup(service)
		if !ok {
			t.Errorf("the table has no service %s", service)
			continue
		}
		for _, end := range sdkTransient[service] {
			raised := slices.ContainsFunc(s.Errors, func(e string) bool { return apimodel.Exception(e) == end+"Exception" })
			if !raised && !slices.Contains(transientNotModelled, service+" "+end) {
				t.Errorf("%s does not raise %sException", service, end)
			}
		}
	}
}

func resources(k *Kind) []string {
	var all []string
	for _, m := range k.Modes {
		all = append(all, m.Resource)
	}
	if k.Poll != nil {
		all = append(all, k.Poll.Start.Resource, k.Poll.Look.Resource)
	}
	return all
}

// modelled compares what is in the catalog with what is in the model.
type modelled struct {
	t      *testing.T
	name   string
	casing apimodel.Casing
}

func (m *modelled) errorf(format string, args ...any) {
	m.t.Helper()
	m.t.Errorf("%s: %s", m.name, fmt.Sprintf(format, args...))
}

func (m *modelled) argument(s *apimodel.Shape, a Arg) {
	typ := a.Type
	if a.Unit > 0 {
		typ = cty.Number
	}
	v := cty.DynamicVal
	if typ != cty.DynamicPseudoType {
		v = cty.UnknownVal(typ.WithoutOptionalAttributesDeep())
	}
	m.value(s, at(a.ASL, v), "argument "+a.Name)
	for _, value := range a.Enum {
		v := cty.StringVal(value)
		if a.When == "" && !m.listed(s, a, value) {
			v = cty.StringVal(strings.ToUpper(value)) // that is what the kinds send that list them so
		}
		m.value(s, at(a.ASL, v), "value of "+a.Name)
	}
}

// at is an object that has a value where a path leads.
func at(path string, v cty.Value) cty.Value {
	for _, name := range slices.Backward(strings.Split(path, ".")) {
		v = cty.ObjectVal(map[string]cty.Value{name: v})
	}
	return v
}

// known says whether the shape has the argument's member.
func (m *modelled) known(s *apimodel.Shape, a Arg) bool {
	return !slices.ContainsFunc(m.casing.Check(s, at(a.ASL, cty.DynamicVal)), func(p apimodel.Problem) bool { return p.Fault == apimodel.Unknown })
}

func (m *modelled) listed(s *apimodel.Shape, a Arg, value string) bool {
	problems := m.casing.Check(s, at(a.ASL, cty.StringVal(value)))
	return !slices.ContainsFunc(problems, func(p apimodel.Problem) bool { return p.Fault == apimodel.Unlisted })
}

func (m *modelled) value(s *apimodel.Shape, v cty.Value, what string) {
	m.t.Helper()
	for _, p := range m.casing.Check(s, v) {
		if p.Fault != apimodel.Missing {
			m.errorf("%s: fault %d at %v %s", what, p.Fault, p.Path, p.Name)
		}
	}
}

// expression follows the branches of an expression.
func (m *modelled) expression(s *apimodel.Shape, e hclsyntax.Expression, at string) {
	switch e := e.(type) {
	case *hclsyntax.ParenthesesExpr:
		m.expression(s, e.Expression, at)
	case *hclsyntax.ConditionalExpr:
		m.expression(s, e.TrueResult, at)
		m.expression(s, e.FalseResult, at)
	case *hclsyntax.ObjectConsExpr:
		for _, item := range e.Items {
			key, diags := item.KeyExpr.Value(nil)
			if diags.HasErrors() {
				continue // it is not known here
			}
			switch s.Kind {
			case apimodel.Map:
				m.expression(s.Elem, item.ValueExpr, at+"{}")
			case apimodel.Structure, apimodel.Union:
				member, right := m.casing.Find(s, key.AsString())
				if member == nil || !right {
					m.errorf("member %s.%s is not in the model", at, key.AsString())
					continue
				}
				m.expression(member.Shape, item.ValueExpr, at+"."+key.AsString())
			case apimodel.Blob, apimodel.Document:
			default:
				if at != ".Detail" && at != ".Message" && at != ".Input" && !strings.HasSuffix(at, "Detail") {
					m.errorf("%s is no structure", at)
				}
			}
		}
	case *hclsyntax.TupleConsExpr:
		if s.Kind == apimodel.Blob || s.Kind == apimodel.Document {
			return
		}
		if s.Kind != apimodel.List {
			m.errorf("%s is no list", at)
			return
		}
		for _, x := range e.Exprs {
			m.expression(s.Elem, x, at+"[]")
		}
	case *hclsyntax.ForExpr:
		switch s.Kind {
		case apimodel.List, apimodel.Map:
			if (e.KeyExpr == nil) != (s.Kind == apimodel.List) {
				m.errorf("%s is a list where a map is wanted, or the other way", at)
			}
			m.expression(s.Elem, e.ValExpr, at+"[]")
		case apimodel.Blob, apimodel.Document:
		default:
			m.errorf("%s is no list", at)
		}
	case *hclsyntax.LiteralValueExpr, *hclsyntax.TemplateExpr:
		if v, diags := e.Value(nil); !diags.HasErrors() {
			m.value(&apimodel.Shape{Kind: apimodel.List, Elem: s}, cty.TupleVal([]cty.Value{v}), at)
		}
	}
}

// answer: a type of the catalog says no more than the model does.
func (m *modelled) answer(model, said cty.Type, at string) {
	switch {
	case said == cty.DynamicPseudoType || model == cty.DynamicPseudoType:
	case said.IsObjectType() && model.IsObjectType():
		for _, name := range sortedKeys(said.AttributeTypes()) {
			if !model.HasAttribute(name) {
				if slices.Contains(answeredBesides, m.name+" "+at+"."+name) {
					continue
				}
				m.errorf("the answer has no %s.%s", at, name)
				continue
			}
			m.answer(model.AttributeType(name), said.AttributeType(name), at+"."+name)
		}
	case said.IsCollectionType() && model.IsCollectionType() && said.IsListType() == model.IsListType():
		m.answer(model.ElementType(), said.ElementType(), at+"[]")
	case !said.Equals(model):
		m.errorf("the answer's %s is %s, not %s", at, TypeName(model), TypeName(said))
	}
}
