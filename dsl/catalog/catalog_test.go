package catalog

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// metaArguments are the attributes that every task may have, metaBlocks the
// blocks.
var metaArguments = []string{
	"await", "concurrency", "depends_on", "description", "expected", "for_each", "heartbeat", "output", "parameters",
	"returns", "role", "run_if", "timeout", "when",
}

var metaBlocks = []string{"catch", "poll", "retry"}

func TestSorted(t *testing.T) {
	if !slices.IsSorted(Names()) {
		t.Errorf("All is not in alphabetical order: %v", Names())
	}
	for _, name := range Names() {
		k, isKind := Lookup(name)
		p, portable := LookupPortable(name)
		if isKind == portable || isKind && k.Name != name || portable && p.Name != name {
			t.Errorf("Lookup(%q) = %v, %v, LookupPortable %v, %v", name, k, isKind, p, portable)
		}
	}
	if !slices.IsSortedFunc(Computes, func(a, b *Compute) int { return cmp.Compare(a.Name, b.Name) }) {
		t.Error("Computes is not in alphabetical order")
	}
	if c, ok := LookupCompute("ecs"); ok {
		t.Errorf("LookupCompute(ecs) found %s", c.Name)
	}
	if k, ok := Lookup("glue"); ok {
		t.Errorf("Lookup(glue) found %s", k.Name)
	}
	if c, ok := LookupCluster("emr"); !ok || c != &clusterEMR {
		t.Error("LookupCluster(emr) is not the EMR cluster")
	}
	if _, ok := LookupCluster("eks"); ok {
		t.Error("LookupCluster(eks) found one")
	}
	if !slices.IsSortedFunc(Funcs, func(a, b Func) int { return cmp.Compare(a.Name, b.Name) }) {
		t.Error("Funcs is not in alphabetical order")
	}
	for _, table := range [][]string{sdkServices, sdkRefused, sdkRoles} {
		if !slices.IsSorted(table) {
			t.Errorf("not sorted: %v", table)
		}
	}
	if !slices.IsSortedFunc(waits, func(a, b Wait) int { return cmp.Compare(a.String(), b.String()) }) {
		t.Error("waits is not in alphabetical order")
	}
}

// TestComplete looks at every entry for what its readers take for granted.
func TestComplete(t *testing.T) {
	for _, k := range All {
		t.Run(k.Name, func(t *testing.T) {
			prose(t, "Doc", k.Doc)
			for _, n := range k.Notes {
				prose(t, "note", n)
			}
			checkArgs(t, k.Args, k.Name != "pipeline")
			checkGroups(t, k.Args, k.OneOf)
			checkGroups(t, k.Args, k.AtMostOne)
			checkKindCalls(t, k)
			checkErrors(t, k.Errors)
			checkErrors(t, k.Transient)
			for i := range k.Modes {
				checkErrors(t, k.TransientOf(&k.Modes[i]))
			}
			if got := k.TransientOf(nil); !slices.Equal(got, k.Transient) {
				t.Errorf("TransientOf(nil) = %v", got)
			}
			if calls := k.Poll != nil || len(k.Modes) > 0; calls && k.Name != "aws" && k.Name != "activity" && len(k.Transient) == 0 {
				t.Error("calls a service and names no transient errors")
			}
		})
	}
	for _, c := range Clusters {
		t.Run("cluster "+c.Name, func(t *testing.T) {
			prose(t, "Doc", c.Doc)
			for _, n := range c.Notes {
				prose(t, "note", n)
			}
			checkArgs(t, c.Args, true)
			checkGroups(t, c.Args, append(c.AtMostOne, c.RequiredToCreate, []string{c.Protected}))
			names := append(argNames(c.Args), "cluster_id", "cluster_name")
			for _, call := range []Call{c.Create, c.Terminate, c.Unprotect, c.Find} {
				checkCall(t, call, names)
			}
			checkExpr(t, c.Unwrap, []string{"result"})
			checkExpr(t, c.Found, []string{"result", "name"})
			checkExpr(t, c.Renamed.When, []string{"error"})
			checkAllows(t, slices.Concat(c.Allow, c.AllowFind, c.AllowTag, c.AllowUnprotect), c.Args)
			checkErrors(t, c.Errors)
			checkErrors(t, c.Transient)
			if !slices.Contains(c.Errors, c.Renamed.Error) {
				t.Errorf("Errors lacks %s", c.Renamed.Error)
			}
		})
	}
}

func prose(t *testing.T, what, text string) {
	t.Helper()
	if !strings.HasSuffix(text, ".") && !strings.HasSuffix(text, "`.") || strings.Contains(text, "  ") {
		t.Errorf("%s is no sentence: %q", what, text)
	}
	if strings.Contains(text, "|") {
		t.Errorf("%s would break a table: %q", what, text)
	}
}

func argNames(args []Arg) []string {
	var names []string
	for _, a := range args {
		names = append(names, a.Name)
	}
	return names
}

func checkArgs(t *testing.T, args []Arg, strictNames bool) {
	t.Helper()
	names := argNames(args)
	paths := make(map[string]string)
	for i, a := range args {
		prose(t, "Doc of "+a.Name, a.Doc)
		if slices.Index(names, a.Name) != i {
			t.Errorf("argument %s twice", a.Name)
		}
		if a.Type == cty.NilType {
			t.Errorf("argument %s has no type", a.Name)
		}
		if strictNames && slices.Contains([]string{"task_name", "run", "aws", "result", "started", "more", "task_token", "pipeline"}, a.Name) {
			t.Errorf("argument %s hides a name of the expressions", a.Name)
		}
		if a.Required && a.Default != "" {
			t.Errorf("argument %s is required and has a default", a.Name)
		}
		if a.When != "" {
			checkExpr(t, a.When, names[:i])
			for _, tr := range parse(t, a.When).Variables() {
				if b, ok := findArg(args, tr.RootName()); !ok || !b.Static {
					t.Errorf("what decides on %s is not static", a.Name)
				}
			}
		}
		if a.With != "" && !slices.Contains(names, a.With) {
			t.Errorf("argument %s goes with %s, which there is not", a.Name, a.With)
		}
		if a.Default != "" {
			checkExpr(t, a.Default, []string{"task_name", "cluster_name", "pipeline", "run", "aws"})
			if a.Unit == 0 {
				v, err := eval(parse(t, a.Default), scope(nil))
				if err == nil {
					_, err = convert.Convert(v, a.Type)
				}
				if err != nil {
					t.Errorf("default of %s: %v", a.Name, err)
				}
				if len(a.Enum) > 0 && !slices.Contains(a.Enum, v.AsString()) {
					t.Errorf("default of %s is none of %v", a.Name, a.Enum)
				}
			}
		}
		if a.ASL == "" {
			continue
		}
		for path, other := range paths {
			if path == a.ASL || strings.HasPrefix(path, a.ASL+".") || strings.HasPrefix(a.ASL, path+".") {
				t.Errorf("%s and %s both become %s", a.Name, other, a.ASL)
			}
		}
		paths[a.ASL] = a.Name
		for _, part := range strings.Split(a.ASL, ".") {
			if !regexp.MustCompile(`^[A-Z][A-Za-z0-9]*$`).MatchString(part) {
				t.Errorf("%s becomes %q, which is no name of the API", a.Name, a.ASL)
			}
		}
	}
}

func checkGroups(t *testing.T, args []Arg, groups [][]string) {
	t.Helper()
	for _, group := range groups {
		for _, name := range group {
			if a, ok := findArg(args, name); !ok {
				t.Errorf("group names %q, which is no argument", name)
			} else if a.Required {
				t.Errorf("%q is required and in a group", name)
			}
		}
	}
}

func checkKindCalls(t *testing.T, k *Kind) {
	t.Helper()
	names := append(argNames(k.Args), "pipeline_type", "pipeline_alias")
	if p := k.Poll; p != nil {
		checkCall(t, p.Start, names)
		checkCall(t, p.Look, append(names, "started"))
		checkExpr(t, p.StartIf, names)
		if (p.StartIf == "") != (p.StartElse == nil) {
			t.Error("StartIf without StartElse")
		}
		for _, call := range []*Call{p.StartElse, p.Stop} {
			if call != nil {
				checkCall(t, *call, append(names, "started"))
			}
		}
		for _, expr := range []string{p.Until, p.Fail, p.Cause} {
			if expr == "" {
				t.Error("poll without an end")
			}
			checkExpr(t, expr, append(names, "started", "result"))
		}
		if !slices.Contains(k.Errors, p.Error) || p.Every <= 0 {
			t.Errorf("poll: error %q, every %s", p.Error, p.Every)
		}
		if p.BusyArg != "" {
			a, ok := k.Arg(p.BusyArg)
			if !ok || !slices.Equal(a.Enum, []string{"wait", "join", "fail", "skip"}) || !slices.Contains(k.Errors, p.Busy) {
				t.Errorf("busy argument %q, error %q", p.BusyArg, p.Busy)
			}
		}
		checkAllows(t, p.Allow, k.Args)
	}
	for _, m := range k.Modes {
		if !slices.Contains([]string{"completion", "callback", "none"}, m.Await) {
			t.Errorf("await %q", m.Await)
		}
		if k.Poll != nil && m.Await == "completion" {
			t.Error("a kind with Poll has a mode completion")
		}
		if suffix := strings.HasSuffix(m.Resource, ".waitForTaskToken"); suffix != (m.Await == "callback") && !strings.HasPrefix(m.Resource, "{") {
			t.Errorf("await %s by %s", m.Await, m.Resource)
		}
		if m.Await == "none" && strings.Contains(m.Resource, ".sync") {
			t.Errorf("await none by %s", m.Resource)
		}
		if m.Result == cty.NilType {
			t.Errorf("mode %s has no result", m.Await)
		}
		if m.Await == "callback" && m.Result != whatever {
			t.Error("a callback's result is what the worker sends")
		}
		checkCall(t, m.Call, names)
		checkExpr(t, m.When, names)
		checkExpr(t, m.Unwrap, append(names, "result"))
		for _, expr := range []string{m.Fail, m.Error, m.Cause} {
			checkExpr(t, expr, append(names, "result"))
		}
		if m.Then != nil {
			checkCall(t, m.Then.Call, append(names, "result"))
			checkExpr(t, m.Then.If, names)
			checkExpr(t, m.Then.Unwrap, append(names, "result", "more"))
		}
		if (len(m.Allow) == 0) != (k.Name == "aws" || k.Free != "") {
			t.Errorf("mode %s needs %v to be allowed; free: %q", m.Await, m.Allow, k.Free)
		}
		checkAllows(t, m.Allow, k.Args)
	}
}

var resourceForm = regexp.MustCompile(`^arn:aws:states:::(aws-sdk:)?([a-z0-9-]+|\{service\}):([a-z][A-Za-z]+|\{action\})(\.sync(:2)?|\.waitForTaskToken)?$`)

func checkCall(t *testing.T, c Call, names []string) {
	t.Helper()
	if !resourceForm.MatchString(c.Resource) && !slices.Contains(places(names), c.Resource) {
		t.Errorf("resource %q", c.Resource)
	}
	if strings.Contains(c.Resource, ":aws-sdk:") && strings.Contains(c.Resource, ".sync") {
		t.Errorf("%s: the SDK waits for nothing", c.Resource)
	}
	checkExpr(t, c.Arguments, append(names, "task_name", "task_token", "pipeline", "run", "aws"))
	if c.Arguments == "" || slices.Contains(names, c.Arguments) {
		return // nothing, or an argument that is an object
	}
	if _, ok := parse(t, c.Arguments).(*hclsyntax.ObjectConsExpr); !ok {
		t.Errorf("%s: arguments are no object", c.Resource)
	}
}

// places are resources that are the values of arguments.
func places(names []string) []string {
	var out []string
	for _, name := range names {
		out = append(out, "{"+name+"}")
	}
	return out
}

// checkExpr parses an expression and compares what it mentions and calls with
// what it may.
func checkExpr(t *testing.T, src string, names []string) {
	t.Helper()
	if src == "" {
		return
	}
	expr := parse(t, src)
	for _, traversal := range expr.Variables() {
		if !slices.Contains(names, traversal.RootName()) {
			t.Errorf("%s mentions %s", src, traversal.RootName())
		}
	}
	diags := hclsyntax.VisitAll(expr, func(node hclsyntax.Node) hcl.Diagnostics {
		if call, ok := node.(*hclsyntax.FunctionCallExpr); ok {
			if _, known := functions[call.Name]; !known {
				t.Errorf("%s calls %s", src, call.Name)
			}
		}
		return nil
	})
	if diags.HasErrors() {
		t.Errorf("%s: %v", src, diags)
	}
}

var placeForm = regexp.MustCompile(`\{([^}]*)\}`)

func checkAllows(t *testing.T, allows []Allow, args []Arg) {
	t.Helper()
	place := func(name string) {
		root, _, _ := strings.Cut(name, ".")
		if _, ok := findArg(args, root); !ok && root != "pipeline_alias" {
			t.Errorf("a statement names the argument %q, which there is not", name)
		}
	}
	for _, a := range allows {
		if a.Resource != "*" && !strings.HasPrefix(a.Resource, "arn:{partition}:") && !placeForm.MatchString(a.Resource) {
			t.Errorf("resource %q", a.Resource)
		}
		texts := []string{a.Resource}
		for _, c := range a.Conditions {
			texts = append(texts, c.Value)
		}
		for _, text := range texts {
			for _, m := range placeForm.FindAllStringSubmatch(text, -1) {
				name, _, _ := strings.Cut(m[1], "|")
				if !slices.Contains([]string{"partition", "region", "account", "pipeline.name"}, name) {
					place(name)
				}
			}
		}
		for _, name := range []string{a.If, a.Unless} {
			if name != "" {
				place(name)
			}
		}
		if !slices.IsSorted(a.Actions) || len(a.Actions) == 0 {
			t.Errorf("actions are not sorted: %v", a.Actions)
		}
		for _, action := range a.Actions {
			if !regexp.MustCompile(`^[a-z0-9-]+:[A-Z][A-Za-z]+$`).MatchString(action) {
				t.Errorf("action %q", action)
			}
			if (action == "iam:PassRole") != (a.PassedTo != "") {
				t.Errorf("%s passed to %q", action, a.PassedTo)
			}
		}
	}
}

var errorForm = regexp.MustCompile(`^[A-Za-z0-9]+\.[A-Za-z0-9.]+$`)

func checkErrors(t *testing.T, names []string) {
	t.Helper()
	if !slices.IsSorted(names) || len(slices.Compact(slices.Clone(names))) != len(names) {
		t.Errorf("errors are not sorted: %v", names)
	}
	for _, name := range names {
		if !errorForm.MatchString(name) {
			t.Errorf("error %q", name)
		}
	}
}

// TestErrorPrefixes shows that the errors of a kind go by the prefix of the
// integration that it calls: the optimized ones and the SDK spell them apart.
func TestErrorPrefixes(t *testing.T) {
	optimized := map[string]string{
		"apigateway": "ApiGateway", "athena": "Athena", "batch": "Batch", "bedrock": "Bedrock", "codebuild": "CodeBuild", "databrew": "DataBrew", "dynamodb": "DynamoDB", "ecs": "ECS", "eks": "EKS",
		"elasticmapreduce": "ElasticMapReduce", "emr-containers": "EMRContainers", "emr-serverless": "EMRServerless",
		"events": "EventBridge", "glue": "Glue", "http": "States", "lambda": "Lambda", "sagemaker": "SageMaker",
		"sns": "SNS", "sqs": "SQS", "states": "StepFunctions",
	}
	besides := []string{"Pipectl", "AmazonECS", "Sandbox"}
	for _, k := range All {
		var resources, allowed []string
		if k.Poll != nil {
			resources = append(resources, k.Poll.Start.Resource, k.Poll.Look.Resource)
		}
		for _, m := range k.Modes {
			resources = append(resources, m.Resource)
		}
		for _, r := range resources {
			parts := strings.Split(strings.TrimPrefix(r, "arn:aws:states:::"), ":")
			if parts[0] == "aws-sdk" {
				allowed = append(allowed, SDKCall{Service: parts[1]}.ExceptionPrefix())
			} else {
				allowed = append(allowed, optimized[parts[0]])
			}
		}
		for _, name := range slices.Concat(k.Errors, k.transient()) {
			prefix, _, _ := strings.Cut(name, ".")
			if !slices.Contains(allowed, prefix) && !slices.Contains(besides, prefix) {
				t.Errorf("%s: error %s, but the calls raise %v", k.Name, name, allowed)
			}
		}
		for _, name := range k.transient() {
			if name == "States.TaskFailed" || name == "States.Timeout" || strings.HasPrefix(name, "Pipectl.") {
				t.Errorf("%s: %s is no fault of the service", k.Name, name)
			}
		}
	}
}

// An execution that is stopped, or a branch that fails beside it, ends what is
// waited for, and so has to be allowed to.
func TestStops(t *testing.T) {
	ends := regexp.MustCompile(`:(Batch)?(Stop|Cancel|Terminate|Delete)`)
	for _, k := range All {
		for i := range k.Modes {
			m := &k.Modes[i]
			if strings.Contains(m.Resource, ".sync") && k.Name != "aws" && !slices.ContainsFunc(m.Allows(), func(a Allow) bool { return slices.ContainsFunc(a.Actions, ends.MatchString) }) {
				t.Errorf("%s: %s may end nothing", k.Name, m.Resource)
			}
		}
		if k.Poll != nil && k.Poll.Stop == nil {
			t.Errorf("%s cannot be stopped by a timeout", k.Name)
		}
	}
	for _, w := range waits {
		if !slices.ContainsFunc(w.Allow, func(a Allow) bool { return slices.ContainsFunc(a.Actions, ends.MatchString) }) {
			t.Errorf("%s may end nothing", w.Resource)
		}
	}
}
