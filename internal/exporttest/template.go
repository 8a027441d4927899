package exporttest

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/pipectl/pipectl/deploy"
)

// Template evaluates a template for a place and gives the resources that it makes,
// with an alias's versions left out. The other files are those that it names.
// Everything that is wrong with it is in the error.
func Template(text []byte, others map[string][]byte, at deploy.Place) ([]deploy.Resource, error) {
	var top struct {
		Version     string    `yaml:"AWSTemplateFormatVersion"`
		Transform   string    `yaml:"Transform"`
		Description string    `yaml:"Description"`
		Resources   yaml.Node `yaml:"Resources"`
		Outputs     map[string]struct {
			Value yaml.Node `yaml:"Value"`
		} `yaml:"Outputs"`
	}
	d := yaml.NewDecoder(strings.NewReader(string(text)))
	d.KnownFields(true)
	if err := d.Decode(&top); err != nil {
		return nil, err
	}
	t := &template{at: at, others: others, byName: map[string]*resource{}}
	if top.Version != "2010-09-09" {
		t.problem("the version of the format is %q", top.Version)
	}
	if err := t.read(&top.Resources); err != nil {
		return nil, err
	}
	if top.Transform == "AWS::Serverless-2016-10-31" {
		t.transform()
	} else if top.Transform != "" {
		t.problem("unknown transform %q", top.Transform)
	}
	var made []deploy.Resource
	for _, r := range t.resources {
		properties := t.properties(r)
		for _, p := range judge(r.kind, properties) {
			t.problem("%s: %s", r.name, p)
		}
		for _, name := range r.waits {
			if t.byName[name] == nil {
				t.problem("%s depends on %s, which is not there", r.name, name)
			}
		}
		if one := t.resource(r.kind, properties); one != nil {
			made = append(made, one)
		}
	}
	for name, o := range top.Outputs {
		if _, ok := t.eval(&o.Value).(string); !ok {
			t.problem("the output %s is no string", name)
		}
	}
	t.circles()
	t.allowed()
	return made, errors.Join(t.problems...)
}

// A template is one being evaluated.
type template struct {
	at        deploy.Place
	others    map[string][]byte
	resources []*resource
	byName    map[string]*resource
	problems  []error
	now       *resource // whose properties are evaluated
}

// A resource is one of a template.
type resource struct {
	name, kind string
	waits      []string
	written    *yaml.Node     // its properties; nil where SAM's transform made it
	made       map[string]any // by the transform
	mentions   map[string]bool
	evaluated  map[string]any
	busy       bool
	kept       bool // when the next takes its place
	event      bool // made by SAM of a machine's
}

func (t *template) problem(format string, args ...any) {
	t.problems = append(t.problems, fmt.Errorf(format, args...))
}

var logicalID = regexp.MustCompile(`^[A-Za-z0-9]{1,255}$`)

func (t *template) read(all *yaml.Node) error {
	for i := 0; i < len(all.Content); i += 2 {
		r := &resource{name: all.Content[i].Value}
		deletion, replacement := "", ""
		for j, body := 0, all.Content[i+1].Content; j < len(body); j += 2 {
			var err error
			switch key, value := body[j].Value, body[j+1]; key {
			case "Type":
				err = value.Decode(&r.kind)
			case "DependsOn":
				err = value.Decode(&r.waits)
			case "DeletionPolicy":
				err = value.Decode(&deletion)
			case "UpdateReplacePolicy":
				err = value.Decode(&replacement)
			case "Properties":
				r.written = value
			default:
				t.problem("%s: unknown attribute %s", r.name, key)
			}
			if err != nil {
				return err
			}
		}
		if !logicalID.MatchString(r.name) {
			t.problem("%q is no logical ID", r.name)
		}
		r.kept = deletion == "Retain" && replacement == "Retain"
		t.add(r)
	}
	return nil
}

func (t *template) add(r *resource) {
	if t.byName[r.name] != nil {
		t.problem("there are two resources %s", r.name)
	}
	if r.kind == "AWS::StepFunctions::StateMachineVersion" && !r.kept {
		t.problem("%s: an old version goes with the next", r.name)
	}
	r.mentions = map[string]bool{}
	t.resources = append(t.resources, r)
	t.byName[r.name] = r
}

// properties are those of a resource, evaluated.
func (t *template) properties(r *resource) map[string]any {
	if r.evaluated != nil {
		return r.evaluated
	}
	if r.busy {
		t.problem("%s needs itself", r.name)
		return map[string]any{}
	}
	r.busy = true
	before := t.now
	t.now = r
	all, _ := t.made(r).(map[string]any)
	t.now, r.busy, r.evaluated = before, false, all
	return all
}

func (t *template) made(r *resource) any {
	if r.written == nil {
		return t.again(r.made)
	}
	return t.eval(r.written)
}

// again evaluates what the transform left as it was written.
func (t *template) again(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for k, e := range v {
			out[k] = t.again(e)
		}
		return out
	case []any:
		var out []any
		for _, e := range v {
			out = append(out, t.again(e))
		}
		return out
	case *yaml.Node:
		return t.eval(v)
	default:
		return v
	}
}

// eval is the value of a node, as JSON has it.
func (t *template) eval(n *yaml.Node) any {
	switch {
	case n.Tag == "!Ref":
		return t.ref(n.Value)
	case n.Tag == "!GetAtt":
		name, attribute, _ := strings.Cut(n.Value, ".")
		return t.attribute(name, attribute)
	case n.Tag == "!Sub":
		return t.sub(n.Value)
	case strings.HasPrefix(n.Tag, "!") && !strings.HasPrefix(n.Tag, "!!"):
		t.problem("line %d: unknown tag %s", n.Line, n.Tag)
	case n.Kind == yaml.MappingNode:
		out := map[string]any{}
		for i := 0; i < len(n.Content); i += 2 {
			key := n.Content[i]
			if key.Tag != "!!str" {
				t.problem("line %d: the key %q is no string", key.Line, key.Value)
			}
			if _, ok := out[key.Value]; ok {
				t.problem("line %d: two members %q", key.Line, key.Value)
			}
			out[key.Value] = t.eval(n.Content[i+1])
		}
		return out
	case n.Kind == yaml.SequenceNode:
		out := []any{}
		for _, e := range n.Content {
			out = append(out, t.eval(e))
		}
		return out
	case n.Tag == "!!null":
		t.problem("line %d: null is not allowed in a template", n.Line)
	default:
		var v any
		if err := n.Decode(&v); err != nil {
			t.problem("line %d: %w", n.Line, err)
		}
		return v
	}
	return ""
}

var substitution = regexp.MustCompile(`\$\{[^}]*\}`)

func (t *template) sub(s string) string {
	return substitution.ReplaceAllStringFunc(s, func(m string) string {
		inner := m[2 : len(m)-1]
		if literal, ok := strings.CutPrefix(inner, "!"); ok {
			return "${" + literal + "}"
		}
		if name, attribute, ok := strings.Cut(inner, "."); ok {
			return t.attribute(name, attribute)
		}
		return t.ref(inner)
	})
}

// allowed says what is made before its role has the permissions that are made for
// it. What SAM makes of events cannot wait.
func (t *template) allowed() {
	for _, r := range t.resources {
		if r.event {
			continue
		}
		roles := map[string]bool{}
		switch p := t.properties(r); r.kind {
		case "AWS::StepFunctions::StateMachine":
			roles[str(p["RoleArn"])] = true
		case "AWS::Scheduler::Schedule":
			target, _ := p["Target"].(map[string]any)
			roles[str(target["RoleArn"])] = true
		case "AWS::Events::Rule":
			targets, _ := p["Targets"].([]any)
			for _, one := range targets {
				target, _ := one.(map[string]any)
				roles[str(target["RoleArn"])] = true
			}
		}
		for _, policy := range t.resources {
			role := t.at.ARN(deploy.ID{Kind: deploy.KindRole, Name: str(t.properties(policy)["RoleName"])})
			if policy.kind == "AWS::IAM::RolePolicy" && roles[role] && !slices.Contains(r.waits, policy.name) {
				t.problem("%s does not wait for %s, which its role needs", r.name, policy.name)
			}
		}
	}
}

// circles says which resources wait for themselves.
func (t *template) circles() {
	done := map[string]int{}
	var visit func(r *resource)
	visit = func(r *resource) {
		done[r.name] = 1
		next := append([]string{}, r.waits...)
		for _, other := range t.resources {
			if r.mentions[other.name] {
				next = append(next, other.name)
			}
		}
		for _, name := range next {
			switch other := t.byName[name]; {
			case other == nil:
			case done[name] == 1:
				t.problem("%s and %s wait for each other", r.name, name)
			case done[name] == 0:
				visit(other)
			}
		}
		done[r.name] = 2
	}
	for _, r := range t.resources {
		if done[r.name] == 0 {
			visit(r)
		}
	}
}
