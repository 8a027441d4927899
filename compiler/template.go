package compiler

import (
	"sync"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/expr"
)

// A template is an expression of the catalog: what a call sends, or what an answer
// says, in HCL over a task's arguments and over answers.

// A template is parsed when it is first needed.
type template struct {
	hclsyntax.Expression
	mentions []hcl.Traversal
	// general: it mentions no task's arguments, and so is the same for all
	// tasks.
	general bool
}

// templates are all that were needed: a *template by its text.
var templates sync.Map

// parseTemplate parses an expression of the catalog, which a test has parsed
// before.
func parseTemplate(src string) *template {
	if t, ok := templates.Load(src); ok {
		return t.(*template)
	}
	e, diags := hclsyntax.ParseExpression([]byte(src), "catalog", hcl.InitialPos)
	if diags.HasErrors() {
		panic("compiler: an expression of the catalog does not parse: " + diags.Error())
	}
	t := &template{Expression: e, mentions: e.Variables(), general: true}
	for _, m := range t.mentions {
		switch m.RootName() {
		case "result", "started", "more", "pipeline", "aws", "run", "error", "task_token":
		default:
			t.general = false
		}
	}
	templates.Store(src, t)
	return t
}

// A lookup gives the expressions that a template mentions.
type lookup func(name string) expr.Expr

// answers are the types of the answers that a template may mention; nil where
// there is no such answer.
type answers struct {
	result  *cty.Type
	started *cty.Type // of a poll's start
	more    *cty.Type // of a second call
}

// look gives an answer. Of those to calls that are described, any member may be
// missing.
func (a answers) look(name string) expr.Expr {
	var r *expr.Ref
	var typ *cty.Type
	switch name {
	case "result":
		r, typ = &expr.Ref{Source: expr.Result{}, Loose: true}, a.result
	case "started":
		r, typ = &expr.Ref{Source: expr.Started{}}, a.started
	case "more":
		r, typ = &expr.Ref{Source: expr.Started{}, Loose: true}, a.more
	}
	if typ == nil {
		return nil
	}
	if r.Typ = *typ; r.Typ == cty.NilType {
		r.Typ = cty.DynamicPseudoType
	}
	return r
}

// taskTemplate binds a template for a task.
func (c *compile) taskTemplate(t *dsl.Task, src string, a answers, want cty.Type) expr.Expr {
	if !parseTemplate(src).general {
		return c.template(src, c.looks(t, a), want)
	}
	key := boundTemplate{src, want, a}
	x := c.known.general[key]
	if x == nil {
		x = c.template(src, a.look, want)
		c.known.general[key] = x
	}
	return x
}

// bindCalls binds what tasks send in a single call, on all processors: it takes
// longer than anything else that is done for a task, and hangs on nothing but the
// task.
func (c *compile) bindCalls() {
	var sites []callSite
	c.eachBody(func(b *dsl.Body) {
		for _, item := range b.Items {
			t, ok := item.(*dsl.Task)
			if ok && t.Mode != nil && t.Poll == nil && t.Mode.Arguments != "" && !parseTemplate(t.Mode.Arguments).general {
				sites = append(sites, callSite{task: t, call: &t.Mode.Call})
			}
		}
	})
	bound := make([]expr.Expr, len(sites))
	inShares(len(sites), func(from, to int) {
		for i := from; i < to; i++ {
			x, diags := c.bindTemplate(sites[i].call.Arguments, c.looks(sites[i].task, answers{}), cty.DynamicPseudoType)
			if len(diags) == 0 { // else it is bound again where they are told
				bound[i] = x
			}
		}
	})
	for i, site := range sites {
		c.known.bound[site] = bound[i]
	}
}

// template binds a template.
func (c *compile) template(src string, look lookup, want cty.Type) expr.Expr {
	x, diags := c.bindTemplate(src, look, want)
	c.add(diags...)
	return x
}

// bindTemplate binds a template. It changes nothing.
func (c *compile) bindTemplate(src string, look lookup, want cty.Type) (expr.Expr, hcl.Diagnostics) {
	return expr.Bind(parseTemplate(src).Expression, &expr.Scope{Catalog: true, Resolve: func(t hcl.Traversal) (expr.Expr, int, hcl.Diagnostics) {
		root := t.RootName()
		if x := look(root); x != nil {
			return x, 1, nil
		}
		if len(t) > 1 {
			if attr, ok := t[1].(hcl.TraverseAttr); ok {
				rng := t[:2].SourceRange()
				switch root + "." + attr.Name {
				case "pipeline.name":
					return &expr.Lit{Val: cty.StringVal(c.p.Name), Rng: rng}, 2, nil
				case "aws.region":
					if c.p.Region != "" {
						return &expr.Lit{Val: cty.StringVal(c.p.Region), Rng: rng}, 2, nil
					}
				case "aws.account_id":
					if c.p.Account != "" {
						return &expr.Lit{Val: cty.StringVal(c.p.Account), Rng: rng}, 2, nil
					}
				case "aws.partition":
					if c.p.Region != "" {
						return &expr.Lit{Val: cty.StringVal(dsl.Partition(c.p.Region)), Rng: rng}, 2, nil
					}
				}
				switch root {
				case "aws":
					return &expr.Ref{Source: expr.Account{Part: attr.Name}, Typ: cty.String, Rng: rng}, 2, nil
				case "run":
					return &expr.Ref{Source: expr.Run{Part: attr.Name}, Typ: cty.String, Rng: rng}, 2, nil
				case "error":
					return &expr.Ref{Source: expr.ErrorPart{Part: attr.Name}, Typ: cty.String, Rng: rng}, 2, nil
				}
			}
		}
		if root == "task_token" {
			return &expr.Ref{Source: expr.TaskToken{}, Typ: cty.String, Rng: t.SourceRange()}, 1, nil
		}
		return &expr.Lit{Val: cty.NullVal(cty.DynamicPseudoType), Rng: t.SourceRange()}, 1, nil
	}}, want)
}

// looks gives a task's arguments, and what a call before has answered.
func (c *compile) looks(t *dsl.Task, a answers) lookup {
	return func(name string) expr.Expr {
		if x := a.look(name); x != nil {
			return x
		}
		if x := t.Arg(name); x != nil {
			return x
		}
		if name == "task_name" {
			return &expr.Lit{Val: cty.StringVal(t.Name), Rng: t.Range}
		}
		if name == "pipeline_alias" {
			return &expr.Lit{Val: cty.StringVal(calledAlias(t)), Rng: t.Range}
		}
		if a, ok := t.Kind.Arg(name); ok {
			return &expr.Lit{Val: cty.NullVal(a.Type.WithoutOptionalAttributesDeep()), Rng: t.Range}
		}
		return nil
	}
}

// calledAlias is what stands behind the ARN of the pipeline that a task runs: its
// alias, ":live", or nothing.
func calledAlias(t *dsl.Task) string {
	if t.Pipeline == nil || t.Pipeline.Alias == "" {
		return ""
	}
	return ":" + t.Pipeline.Alias
}
