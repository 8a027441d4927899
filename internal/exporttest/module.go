package exporttest

import (
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hcldec"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"

	"github.com/pipectl/pipectl/deploy"
)

// Module evaluates a module of Terraform, all of its files by name, for a place
// and gives the resources that it makes. Everything that is wrong with it is in
// the error.
func Module(files map[string][]byte, at deploy.Place) ([]deploy.Resource, error) {
	m := &module{at: at, files: files, read: map[string]bool{}, blocks: map[string]*block{}, locals: map[string]*hclsyntax.Attribute{}}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if path.Ext(name) == ".tf" {
			m.parse(name, files[name])
		}
	}
	var made []deploy.Resource
	targets := map[string][]deploy.Target{}
	for _, address := range m.order {
		b := m.blocks[address]
		v := m.value(address)
		for _, other := range b.waits {
			if m.blocks[other] == nil {
				m.problem("%s depends on %s, which is not there", address, other)
			}
			m.value(other)
		}
		m.allowed(b, v)
		if b.kind == "aws_cloudwatch_event_target" {
			rule := member(v, "event_bus_name") + "/" + member(v, "rule")
			targets[rule] = append(targets[rule], target(v))
		} else if r := m.resource(b, v); r != nil {
			made = append(made, r)
		}
	}
	for _, r := range made {
		if r, ok := r.(*deploy.Rule); ok {
			r.Targets = targets[r.Bus+"/"+r.Name]
			delete(targets, r.Bus+"/"+r.Name)
		}
	}
	for _, rule := range slices.Sorted(maps.Keys(targets)) {
		m.problem("a target is of %s, which is not there", rule)
	}
	for _, o := range m.outputs {
		m.eval(o)
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if path.Ext(name) != ".tf" && !m.read[name] {
			m.problem("nothing reads %s", name)
		}
	}
	return made, errors.Join(m.problems...)
}

// A module is one being evaluated.
type module struct {
	at       deploy.Place
	files    map[string][]byte
	read     map[string]bool
	order    []string // the addresses of resources
	blocks   map[string]*block
	locals   map[string]*hclsyntax.Attribute
	outputs  []hcl.Expression
	problems []error
}

// A block is a resource or a data source.
type block struct {
	address, kind, name string
	body                hcl.Body // without what is the same for all types
	waits               []string
	lasts               bool // the next is there before this goes
	value               cty.Value
	busy                bool
}

func (m *module) problem(format string, args ...any) {
	m.problems = append(m.problems, fmt.Errorf(format, args...))
}

func (m *module) diags(diags hcl.Diagnostics) {
	for _, d := range diags {
		m.problems = append(m.problems, d)
	}
}

func (m *module) parse(name string, text []byte) {
	f, diags := hclsyntax.ParseConfig(text, name, hcl.InitialPos)
	m.diags(diags)
	body, ok := f.Body.(*hclsyntax.Body)
	if !ok {
		return
	}
	for _, b := range body.Blocks {
		switch {
		case b.Type == "terraform" && len(b.Labels) == 0:
		case b.Type == "locals" && len(b.Labels) == 0:
			for n, a := range b.Body.Attributes {
				if m.locals[n] != nil {
					m.problem("there are two locals %s", n)
				}
				m.locals[n] = a
			}
		case b.Type == "output" && len(b.Labels) == 1 && len(b.Body.Attributes) == 1:
			m.outputs = append(m.outputs, b.Body.Attributes["value"].Expr)
		case b.Type == "data" && len(b.Labels) == 2:
			m.add(&block{address: "data." + b.Labels[0] + "." + b.Labels[1], kind: "data." + b.Labels[0], name: b.Labels[1]}, b.Body)
		case b.Type == "resource" && len(b.Labels) == 2:
			m.add(&block{address: b.Labels[0] + "." + b.Labels[1], kind: b.Labels[0], name: b.Labels[1]}, b.Body)
			m.order = append(m.order, b.Labels[0]+"."+b.Labels[1])
		default:
			m.problem("%s: unknown block %s %q", b.TypeRange, b.Type, b.Labels)
		}
	}
}

func (m *module) add(b *block, body hcl.Body) {
	if m.blocks[b.address] != nil {
		m.problem("there are two %s", b.address)
	}
	content, rest, diags := body.PartialContent(&hcl.BodySchema{
		Attributes: []hcl.AttributeSchema{{Name: "depends_on"}},
		Blocks:     []hcl.BlockHeaderSchema{{Type: "lifecycle"}},
	})
	m.diags(diags)
	b.body = rest
	if on := content.Attributes["depends_on"]; on != nil {
		list, diags := hcl.ExprList(on.Expr)
		m.diags(diags)
		for _, e := range list {
			t, diags := hcl.AbsTraversalForExpr(e)
			m.diags(diags)
			b.waits = append(b.waits, addressOf(t))
		}
	}
	for _, l := range content.Blocks {
		all, diags := l.Body.JustAttributes()
		m.diags(diags)
		b.lasts = len(all) == 1 && all["create_before_destroy"] != nil
	}
	if b.kind == "aws_iam_role_policy" && !b.lasts {
		m.problem("%s goes before the one that takes its place is there", b.address)
	}
	m.blocks[b.address] = b
}

// allowed says what is made before its role has the permissions that are made for
// it.
func (m *module) allowed(b *block, v cty.Value) {
	role := member(v, "role_arn")
	if b.kind == "aws_scheduler_schedule" {
		role = member(inside(v, "target"), "role_arn")
	}
	for _, address := range m.order {
		policy := m.blocks[address]
		if role == "" || policy.kind != "aws_iam_role_policy" || slices.Contains(b.waits, address) {
			continue
		}
		if role == m.at.ARN(deploy.ID{Kind: deploy.KindRole, Name: member(m.value(address), "role")}) {
			m.problem("%s does not wait for %s, which its role needs", b.address, address)
		}
	}
}

// addressOf is what a reference mentions: a resource, a data source, a local.
func addressOf(t hcl.Traversal) string {
	words := []string{t.RootName()}
	for _, step := range t[1:] {
		if a, ok := step.(hcl.TraverseAttr); ok {
			words = append(words, a.Name)
		}
	}
	n := 2
	if words[0] == "data" {
		n = 3
	}
	return strings.Join(words[:min(n, len(words))], ".")
}

// value is a resource or a data source with all of its attributes.
func (m *module) value(address string) cty.Value {
	b := m.blocks[address]
	switch {
	case b == nil:
		m.problem("%s is mentioned, and not there", address)
		return cty.DynamicVal
	case b.busy:
		m.problem("%s needs itself", address)
		return cty.DynamicVal
	case b.value != cty.NilVal:
		return b.value
	}
	b.busy = true
	defer func() { b.busy = false }()
	spec, err := specOf(b.kind)
	if err != nil {
		m.problem("%s: %w", address, err)
		return cty.DynamicVal
	}
	v, diags := hcldec.Decode(b.body, spec, m.scope(hcldec.Variables(b.body, spec)))
	m.diags(diags)
	if diags.HasErrors() || !v.IsWhollyKnown() { // told where it was to be known
		b.value = cty.DynamicVal
	} else {
		b.value = m.computed(b, v)
	}
	return b.value
}

func (m *module) eval(e hcl.Expression) cty.Value {
	v, diags := e.Value(m.scope(e.Variables()))
	m.diags(diags)
	return v
}

// scope has what is mentioned.
func (m *module) scope(mentioned []hcl.Traversal) *hcl.EvalContext {
	known := map[string]map[string]cty.Value{}
	data := map[string]map[string]cty.Value{}
	put := func(in map[string]map[string]cty.Value, kind, name string, v cty.Value) {
		if in[kind] == nil {
			in[kind] = map[string]cty.Value{}
		}
		in[kind][name] = v
	}
	for _, t := range mentioned {
		address := addressOf(t)
		words := strings.Split(address, ".")
		switch {
		case address == "path.module":
			put(known, "path", "module", cty.StringVal("."))
		case words[0] == "local" && len(words) == 2 && m.locals[words[1]] != nil:
			put(known, "local", words[1], m.eval(m.locals[words[1]].Expr))
		case words[0] == "data" && len(words) == 3:
			put(data, words[1], words[2], m.value(address))
		case len(words) == 2:
			put(known, words[0], words[1], m.value(address))
		default:
			m.problem("%s: nothing is called %s", t.SourceRange(), address)
		}
	}
	ctx := &hcl.EvalContext{Variables: objects(known), Functions: map[string]function.Function{
		"file": m.file(), "templatefile": m.templateFile(), "jsonencode": stdlib.JSONEncodeFunc, "chomp": stdlib.ChompFunc, "merge": stdlib.MergeFunc,
	}}
	if len(data) > 0 {
		ctx.Variables["data"] = cty.ObjectVal(objects(data))
	}
	return ctx
}

func objects(all map[string]map[string]cty.Value) map[string]cty.Value {
	out := map[string]cty.Value{}
	for k, v := range all {
		out[k] = cty.ObjectVal(v)
	}
	return out
}

// text is a file that the module reads.
func (m *module) text(name string) ([]byte, error) {
	name = path.Clean(name)
	m.read[name] = true
	if text, ok := m.files[name]; ok {
		return text, nil
	}
	return nil, fmt.Errorf("there is no file %q", name)
}

func (m *module) file() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "path", Type: cty.String}},
		Type:   function.StaticReturnType(cty.String),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			text, err := m.text(args[0].AsString())
			return cty.StringVal(string(text)), err
		},
	})
}

func (m *module) templateFile() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "path", Type: cty.String}, {Name: "vars", Type: cty.DynamicPseudoType}},
		Type:   function.StaticReturnType(cty.String),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			text, err := m.text(args[0].AsString())
			if err != nil {
				return cty.DynamicVal, err
			}
			e, diags := hclsyntax.ParseTemplate(text, args[0].AsString(), hcl.InitialPos)
			if diags.HasErrors() {
				return cty.DynamicVal, diags
			}
			v, diags := e.Value(&hcl.EvalContext{Variables: args[1].AsValueMap()})
			if diags.HasErrors() {
				return cty.DynamicVal, diags
			}
			return v, nil
		},
	})
}
