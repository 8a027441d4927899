package catalog

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// Schema is a JSON Schema (draft-07) of the kinds of task, compute and cluster, for
// other tools: of blocks in the way in which HCL is written as JSON, where labels
// are keys and any value may be text with "${…}" in it:
//
//	{"task": {"glue_job": {"clean": {"job": "clean", "timeout": "2h"}}}}
//
// What a schema cannot say stands under "x-pipectl": how a kind can be waited for,
// what it gives, its errors and what it needs to be allowed. Keys are sorted. It
// ends with a newline.
func Schema() []byte {
	definitions := object{}
	tasks, computes, clusters := object{}, object{}, object{}
	block := func(of object, what, name string, schema object) {
		key := what + "." + name
		definitions[key] = schema
		of[name] = object{"type": "object", "additionalProperties": object{"$ref": "#/definitions/" + key}}
	}
	for _, k := range All {
		block(tasks, "task", k.Name, k.schema())
	}
	for _, p := range Portables {
		s := blockSchema(p.Doc, p.Args, nil, nil)
		s.taskArguments(p.On()[0].Kind, nil)
		block(tasks, "task", p.Name, s)
	}
	for _, c := range Computes {
		block(computes, "compute", c.Name, blockSchema(c.Doc, c.Args, nil, c.AtMostOne))
	}
	for _, c := range Clusters {
		s := blockSchema(c.Doc, c.Args, nil, c.AtMostOne)
		s["properties"].(object)["retry"] = blocks(retrySchema)
		s["x-pipectl"] = facts(c.Errors, c.Transient, slices.Concat(c.Allow, c.AllowFind, c.AllowTag, c.AllowUnprotect))
		block(clusters, "cluster", c.Name, s)
	}
	root := object{
		"$schema":     "http://json-schema.org/draft-07/schema#",
		"title":       "The blocks of pipectl's catalog",
		"description": "Blocks of kind task, compute and cluster, by kind and by name.",
		"type":        "object",
		"properties": object{
			"task":    object{"type": "object", "properties": tasks, "additionalProperties": false},
			"compute": object{"type": "object", "properties": computes, "additionalProperties": false},
			"cluster": object{"type": "object", "properties": clusters, "additionalProperties": false},
		},
		"additionalProperties": false,
		"definitions":          definitions,
	}
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(root); err != nil {
		panic("catalog: a schema of texts does not encode: " + err.Error())
	}
	return buf.Bytes()
}

// An object of JSON.
type object map[string]any

// schema is of the body of a task of a kind.
func (k *Kind) schema() object {
	s := blockSchema(k.Doc, k.Args, k.OneOf, k.AtMostOne)
	var awaits []any
	waits := object{}
	add := func(await, resource string, result cty.Type) {
		if !slices.Contains(awaits, any(await)) {
			awaits = append(awaits, await)
			waits[await] = object{"calls": []any{resource}, "result": typeSchema(result)}
			return
		}
		w := waits[await].(object)
		w["calls"] = append(w["calls"].([]any), resource)
	}
	if p := k.Poll; p != nil {
		add("completion", p.Start.Resource, p.Result)
	}
	for _, m := range k.Modes {
		add(m.Await, m.Resource, m.Result)
	}
	s.taskArguments(k, awaits)
	s["examples"] = []any{k.Example}
	about := facts(k.Errors, k.transient(), k.Allows())
	if len(waits) > 0 {
		about["await"] = waits
		about["default_await"] = awaits[0]
	}
	if len(k.Notes) > 0 {
		about["notes"] = k.Notes
	}
	s["x-pipectl"] = about
	return s
}

func facts(errors, transient []string, allows []Allow) object {
	out := object{}
	if len(errors) > 0 {
		out["errors"] = errors
	}
	if len(transient) > 0 {
		transient = slices.Clone(transient)
		slices.Sort(transient)
		out["transient"] = slices.Compact(transient)
	}
	var permissions []any
	for _, a := range allows {
		p := object{"actions": a.Actions, "resource": a.Resource}
		for key, v := range map[string]string{"if": a.If, "unless": a.Unless, "passed_to": a.PassedTo} {
			if v != "" {
				p[key] = v
			}
		}
		permissions = append(permissions, p)
	}
	if permissions != nil {
		out["permissions"] = permissions
	}
	return out
}

// blockSchema is of the body of a block that takes arguments.
func blockSchema(doc string, args []Arg, oneOf, atMostOne [][]string) object {
	properties, dependencies := object{}, object{}
	required := []string{}
	var all []any
	for i := range args {
		a := &args[i]
		properties[a.Name] = a.schema()
		if a.With != "" {
			dependencies[a.Name] = []string{a.With}
		}
		switch m := conditionForm.FindStringSubmatch(a.When); {
		case m != nil:
			is := object{"properties": object{m[1]: object{"const": m[3]}}, "required": []string{m[1]}}
			given, absent := object{"required": []string{a.Name}}, object{"not": object{"required": []string{a.Name}}}
			if !a.Required {
				given = object{}
			}
			if m[2] == "!=" {
				given, absent = absent, given
			}
			all = append(all, object{"if": is, "then": given, "else": absent})
		case a.Required:
			required = append(required, a.Name)
		}
	}
	for _, group := range oneOf {
		var one []any
		for _, name := range group {
			one = append(one, object{"required": []string{name}})
		}
		all = append(all, object{"oneOf": one})
	}
	for _, group := range atMostOne {
		for i, a := range group {
			for _, b := range group[i+1:] {
				all = append(all, object{"not": object{"required": []string{a, b}}})
			}
		}
	}
	s := object{"type": "object", "description": doc, "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		s["required"] = required
	}
	if len(dependencies) > 0 {
		s["dependencies"] = dependencies
	}
	if len(all) > 0 {
		s["allOf"] = all
	}
	return s
}

// conditionForm is that of the conditions on which arguments depend.
var conditionForm = regexp.MustCompile(`^([a-z_]+) (==|!=) "([^"]*)"$`)

// schema is of an argument's value, or of a template for it.
func (a *Arg) schema() object {
	value := typeSchema(a.Type)
	switch {
	case a.Unit != 0 && a.Type == whatever:
		value = object{"type": []string{"string", "number"}}
	case a.Unit != 0:
		value = durationSchema()
	case a.Ref != "":
		value = object{"type": "string"}
	case len(a.Enum) > 0:
		value = object{"enum": a.Enum}
	case a.Form != "":
		value["pattern"] = strings.ReplaceAll(a.Form, `\.`, `[.]`)
	}
	if properties, ok := value["properties"].(object); ok {
		for name, allowed := range a.MemberEnum {
			properties[name] = templated(object{"enum": allowed})
		}
	}
	s := templated(value)
	s["description"] = a.text()
	if a.Default != "" && !strings.ContainsAny(a.Default, "_$.") {
		var v any
		if err := json.Unmarshal([]byte(a.Default), &v); err == nil {
			s["default"] = v
		}
	}
	return s
}

// templated lets a template stand for a value.
func templated(value object) object {
	if len(value) == 0 {
		return value
	}
	return object{"anyOf": []any{value, object{"type": "string", "pattern": "[$%][{]"}, object{"type": "null"}}}
}

func durationSchema() object {
	return object{"type": "string", "pattern": "^([0-9]+[smhd])+$"}
}

// typeSchema is of the values that convert to a type.
func typeSchema(t cty.Type) object {
	switch {
	case t == cty.NilType || t == cty.DynamicPseudoType:
		return object{}
	case t == cty.String: // which numbers and bools convert to
		return object{"type": []string{"string", "number", "boolean"}}
	case t == cty.Number:
		return object{"type": "number"}
	case t == cty.Bool:
		return object{"type": "boolean"}
	case t.IsListType() || t.IsSetType():
		return object{"type": "array", "items": templated(typeSchema(t.ElementType()))}
	case t.IsMapType():
		return object{"type": "object", "additionalProperties": templated(typeSchema(t.ElementType()))}
	case t.IsObjectType():
		properties := object{}
		required := []string{}
		types := t.AttributeTypes()
		for _, name := range sortedKeys(types) {
			properties[name] = templated(typeSchema(types[name]))
			if !t.AttributeOptional(name) && len(t.OptionalAttributes()) > 0 {
				required = append(required, name)
			}
		}
		s := object{"type": "object", "properties": properties}
		if len(required) > 0 {
			s["required"] = required
		}
		return s
	}
	return object{}
}
