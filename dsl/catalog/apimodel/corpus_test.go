package apimodel

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"
)

// shared is where data is read from that is no part of the project.
const shared = "../../../../shared"

// TestCorpus checks every call that real state machines make. What is found in
// them is listed with the reason: a definition that AWS accepted is no proof that
// the call ever went well.
func TestCorpus(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(shared, "corpus", "*", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Skip("the corpus of state machines is not here")
	}
	var got []string
	calls, known, accepted := map[bool]int{}, map[bool]int{}, map[bool]int{}
	for _, file := range files {
		if strings.Contains(file, "invalid") || filepath.Base(file) == "manifest.json" {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		d := json.NewDecoder(bytes.NewReader(text))
		d.UseNumber()
		var machine any
		if err := d.Decode(&machine); err != nil {
			continue // valid for what else it shows
		}
		for _, state := range tasks(machine) {
			resource := state["Resource"].(string)
			sdk := strings.Contains(resource, ":aws-sdk:")
			calls[sdk]++
			call, ok := Resource(resource)
			if !ok {
				continue
			}
			known[sdk]++
			problems := found(call, state)
			if len(problems) == 0 {
				accepted[sdk]++
			}
			for _, p := range problems {
				got = append(got, strings.TrimPrefix(resource, "arn:aws:states:::")+" "+p)
			}
		}
	}
	slices.Sort(got)
	got = slices.Compact(got)
	t.Logf("SDK integrations: %d calls, %d of services in the table, %d of them without a problem", calls[true], known[true], accepted[true])
	t.Logf("others: %d calls, %d in the table, %d without a problem", calls[false], known[false], accepted[false])
	if diff := cmp.Diff(wrongInCorpus, got); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

var wrongInCorpus = []string{
	// Queries of AppSync go to an API's own endpoint; its API has no such action.
	"aws-sdk:appsync:graphql no such operation",
	// The guide has capital first letters at every depth.
	"batch:submitJob.sync RetryStrategy.attempts misspelt: Attempts",
	// There is no integration of bedrock's with this action.
	"bedrock:invokeAgent no such operation",
}

func found(call Call, state map[string]any) []string {
	if call.Operation == nil {
		return []string{"no such operation"}
	}
	arguments, ok := state["Arguments"]
	if !ok {
		arguments = state["Parameters"]
	}
	if arguments == nil {
		return nil
	}
	var all []string
	for _, p := range call.Casing.Check(call.Operation.Input, valueOf(arguments)) {
		all = append(all, describe(p))
	}
	return all
}

func describe(p Problem) string {
	var at []string
	for _, step := range p.Path {
		switch step := step.(type) {
		case cty.GetAttrStep:
			at = append(at, step.Name)
		case cty.IndexStep:
			at = append(at, "*")
		}
	}
	place := strings.Join(at, ".")
	switch p.Fault {
	case Unknown:
		return place + " unknown"
	case Misspelt:
		return place + " misspelt: " + p.Right
	case Missing:
		return place + " lacks " + p.Name
	case Unlisted:
		return fmt.Sprintf("%s unlisted: %s", place, p.Got.AsString())
	}
	return fmt.Sprintf("%s is %s, not %d", place, p.Got.Type().FriendlyName(), p.Want.Kind)
}

// tasks finds the states of a machine that have a resource.
func tasks(v any) []map[string]any {
	var all []map[string]any
	switch v := v.(type) {
	case map[string]any:
		if _, ok := v["Resource"].(string); ok && v["Type"] == "Task" {
			all = append(all, v)
		}
		for _, name := range slices.Sorted(maps.Keys(v)) {
			all = append(all, tasks(v[name])...)
		}
	case []any:
		for _, e := range v {
			all = append(all, tasks(e)...)
		}
	}
	return all
}

// valueOf is what is known of a value of a state before it runs.
func valueOf(v any) cty.Value {
	switch v := v.(type) {
	case nil:
		return cty.NullVal(cty.DynamicPseudoType)
	case bool:
		return cty.BoolVal(v)
	case json.Number:
		return cty.MustParseNumberVal(v.String())
	case string:
		// An expression, or what a deployment puts something in the place of.
		if strings.HasPrefix(v, "{%") || strings.Contains(v, "${") || strings.Contains(v, "<") || strings.HasPrefix(v, "__") {
			return cty.DynamicVal
		}
		return cty.StringVal(v)
	case []any:
		elems := make([]cty.Value, len(v))
		for i, e := range v {
			elems[i] = valueOf(e)
		}
		return cty.TupleVal(elems)
	case map[string]any:
		attrs := make(map[string]cty.Value, len(v))
		for name, e := range v {
			if plain, ok := strings.CutSuffix(name, ".$"); ok {
				attrs[plain] = cty.DynamicVal
				continue
			}
			attrs[name] = valueOf(e)
		}
		return cty.ObjectVal(attrs)
	}
	panic(errors.New("no JSON"))
}
