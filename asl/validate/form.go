package validate

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/xeipuuv/gojsonschema"

	"github.com/pipectl/pipectl/asl"
)

//go:embed schema.json
var schemaText []byte

const schemaURL = "asl://schema"

// forms are the compiled definitions of the schema. A machine is not checked
// as one document: gojsonschema takes a time that grows with what it has to
// copy and to look through, and of a failed alternative it says only that none
// of them fits. Each machine and each state is checked by itself, against the
// definition that is meant for it.
var forms = sync.OnceValue(func() map[string]*gojsonschema.Schema {
	loader := gojsonschema.NewSchemaLoader()
	if err := loader.AddSchema(schemaURL, gojsonschema.NewBytesLoader(schemaText)); err != nil {
		panic("validate: schema: " + err.Error())
	}
	all := map[string]*gojsonschema.Schema{}
	for _, name := range []string{"machine", "branch", "Pass", "Task", "Choice", "Wait", "Succeed", "Fail", "Parallel", "Map"} {
		s, err := loader.Compile(gojsonschema.NewReferenceLoader(schemaURL + "#/definitions/" + name))
		if err != nil {
			panic("validate: schema: " + err.Error())
		}
		all[name] = s
	}
	return all
})

// properties are the names of the fields of each definition, sorted, for
// suggestions.
var properties = sync.OnceValue(func() map[string][]string {
	var doc struct {
		Definitions map[string]struct {
			Properties map[string]any `json:"properties"`
		} `json:"definitions"`
	}
	if err := json.Unmarshal(schemaText, &doc); err != nil {
		panic("validate: schema: " + err.Error())
	}
	all := map[string][]string{}
	for name, d := range doc.Definitions {
		for field := range d.Properties {
			all[name] = append(all[name], field)
		}
		slices.Sort(all[name])
	}
	return all
})

// A former checks forms.
type former struct{ *report }

func (f *former) definition(v asl.Value) {
	o, ok := v.(asl.Object)
	if !ok {
		f.add(Type, nil, "Write an object with StartAt and States.", "A definition is an object, not %s.", asl.Kind(v))
		return
	}
	f.machine("machine", nil, o)
}

func (f *former) machine(form string, at *place, o asl.Object) {
	f.check(form, at, o)
	v, _ := o.Get("States")
	states, ok := v.(asl.Object)
	if !ok {
		return
	}
	in := at.member("States")
	for _, s := range states {
		if !pending(s.Value) {
			f.state(in.member(s.Key), s.Value)
		}
	}
}

func (f *former) state(at *place, v asl.Value) {
	const fix = "Make it one of Task, Wait, Pass, Succeed, Fail, Choice, Parallel and Map."
	o, ok := v.(asl.Object)
	if !ok {
		f.add(Type, at, "Write an object with Type.", "A state is an object, not %s.", asl.Kind(v))
		return
	}
	kind, ok := o.Get("Type")
	if !ok {
		f.add(Missing, at, "Add a Type: one of Task, Wait, Pass, Succeed, Fail, Choice, Parallel and Map.", "The state has no Type.")
		return
	}
	name, ok := kind.(asl.String)
	if !ok {
		f.add(Type, at.member("Type"), fix, "Type is %s.", asl.Kind(kind))
		return
	}
	if pending(name) {
		return
	}
	if forms()[string(name)] == nil || strings.ToLower(string(name[:1])) == string(name[:1]) {
		f.add(Type, at.member("Type"), fix, "No type of state is called %q.", string(name))
		return
	}
	f.check(string(name), at, o)
	for _, m := range o {
		switch m.Key {
		case "Branches":
			list, _ := m.Value.(asl.Array)
			for i, branch := range list {
				if o, ok := branch.(asl.Object); ok {
					f.machine("branch", at.member(m.Key).item(i), o)
				}
			}
		case "ItemProcessor", "Iterator":
			if o, ok := m.Value.(asl.Object); ok {
				f.machine("branch", at.member(m.Key), o)
			}
		}
	}
}

// depthOf says how deep the form of a field goes: what is deeper is not even
// converted for the schema.
func depthOf(field string) int {
	switch field {
	case "Retry", "Catch", "ItemReader", "ItemBatcher", "ResultWriter", "ProcessorConfig":
		return 4
	case "Branches", "Choices":
		return 1
	}
	return 0
}

func (f *former) check(form string, at *place, o asl.Object) {
	doc := make(map[string]any, len(o))
	for _, m := range o {
		if m.Key == "States" {
			// One state is as good as many for the schema.
			if states, ok := m.Value.(asl.Object); ok && len(states) > 0 {
				doc[m.Key] = map[string]any{"state": nil}
				continue
			}
		}
		doc[m.Key] = document(m.Value, depthOf(m.Key))
	}
	result, err := forms()[form].Validate(gojsonschema.NewRawLoader(doc))
	if err != nil {
		panic("validate: schema " + form + ": " + err.Error())
	}
	// gojsonschema looks through maps in any order.
	type keyed struct {
		key string
		gojsonschema.ResultError
	}
	errs := make([]keyed, len(result.Errors()))
	for i, e := range result.Errors() {
		errs[i] = keyed{e.Context().String() + " " + e.Description(), e}
	}
	slices.SortFunc(errs, func(a, b keyed) int { return strings.Compare(a.key, b.key) })
	for _, e := range errs[:min(len(errs), maxProblems)] {
		f.problem(form, at, e.ResultError)
	}
}

// document makes what gojsonschema reads of a value, down to a depth.
func document(v asl.Value, depth int) any {
	switch x := v.(type) {
	case asl.Bool:
		return bool(x)
	case asl.Number:
		return json.Number(moderate(x))
	case asl.String:
		return string(x)
	case asl.Array:
		if depth == 0 {
			return []any{}
		}
		list := make([]any, len(x))
		for i, item := range x {
			list[i] = document(item, depth-1)
		}
		return list
	case asl.Object:
		object := make(map[string]any, len(x))
		if depth > 0 {
			for _, m := range x {
				object[m.Key] = document(m.Value, depth-1)
			}
		}
		return object
	default:
		return nil
	}
}

// moderate gives a number that is on the same side of every bound as n, and is
// not so large that computing with all its digits takes long: 1e999999999 has
// a billion of them.
func moderate(n asl.Number) asl.Number {
	s := string(n)
	i := strings.IndexAny(s, "eE")
	if i < 0 || len(s)-i <= 4 {
		return n
	}
	if exponent, err := strconv.Atoi(s[i+1:]); err == nil && -999 <= exponent && exponent <= 999 {
		return n
	}
	sign := strings.TrimRight(s[:1], "0123456789")
	if strings.Trim(s[:i], "-0.") == "" {
		return "0"
	}
	if s[i+1] == '-' {
		return asl.Number(sign + "1e-999")
	}
	return asl.Number(sign + "1e999")
}

// problem translates an error of gojsonschema.
func (f *former) problem(form string, at *place, e gojsonschema.ResultError) {
	if s, ok := e.Value().(string); ok && placeholder(s) {
		return
	}
	const separator = "\x00"
	keys := strings.Split(e.Context().String(separator), separator)[1:]
	for _, key := range keys {
		at = at.member(key)
	}
	field := "The value"
	if n := len(keys); n > 0 {
		field = keys[n-1]
		if _, err := strconv.Atoi(field); err == nil && n > 1 {
			field = "An item of " + keys[n-2]
		}
	}
	details := e.Details()
	switch e.Type() {
	case "required":
		name := fmt.Sprint(details["property"])
		f.add(Missing, at, "Add "+name+".", "%s is missing.", name)
	case "additional_property_not_allowed":
		name := fmt.Sprint(details["property"])
		if placeholder(name) {
			return
		}
		fix := "Remove it, or correct its name."
		if len(keys) == 0 {
			if near := nearest(name, properties()[form]); near != "" {
				fix = "Did you mean " + near + "? If not, remove it."
			}
		}
		what := "A " + form + " state"
		switch {
		case len(keys) > 0:
			what = field
		case form == "machine" || form == "branch":
			what = "A state machine"
		}
		f.add(UnknownField, at.member(name), fix, "%s has no field %s.", what, name)
	case "invalid_type":
		want := strings.ReplaceAll(fmt.Sprint(details["expected"]), ",", " or ")
		f.add(Type, at, "Write a value of that type.", "%s should be of type %s, not %s.", field, want, details["given"])
	case "enum", "const":
		allowed := strings.ReplaceAll(fmt.Sprint(details["allowed"]), ", ", " or ")
		f.add(OutOfRange, at, "Use one of the values that it takes.", "%s should be %s.", field, allowed)
	case "number_gte":
		f.add(OutOfRange, at, "Write a larger number.", "%s should be at least %s.", field, bound(details["min"]))
	case "number_lte":
		f.add(OutOfRange, at, "Write a smaller number.", "%s should be at most %s.", field, bound(details["max"]))
	case "string_gte", "array_min_items", "array_min_properties":
		f.add(OutOfRange, at, "Fill it, or leave the field out.", "%s should not be empty.", field)
	default:
		f.add(OutOfRange, at, "Correct the value.", "%s: %s.", field, e.Description())
	}
}

// bound prints a bound of the schema as it is written there.
func bound(v any) string {
	if r, ok := v.(*big.Rat); ok {
		return r.RatString()
	}
	return fmt.Sprint(v)
}
