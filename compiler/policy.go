package compiler

import (
	"fmt"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/catalog"
	"github.com/pipectl/pipectl/dsl/diag"
	"github.com/pipectl/pipectl/dsl/expr"
)

// noteCalls notes that a task's calls need to be allowed.
func (c *compile) noteCalls(t *dsl.Task) { c.tasks = append(c.tasks, t) }

// noteCluster notes what a cluster needs to be allowed.
func (c *compile) noteCluster(cl *dsl.Cluster) { c.clusters = append(c.clusters, cl) }

// policy is the least that the machine's role needs.
func (c *compile) policy() []catalog.Statement {
	where := catalog.Where{Region: c.p.Region, Account: c.p.Account, Pipeline: c.p.Name}
	if c.p.Region != "" {
		where.Partition = dsl.Partition(c.p.Region)
	}
	var uses []catalog.Use
	for _, t := range c.tasks {
		uses = append(uses, c.taskUses(t)...)
	}
	for _, cl := range c.clusters {
		allow := slices.Clone(clusterKind.Allow)
		if cl.Reuse {
			allow = append(allow, clusterKind.AllowFind...)
		}
		if slices.ContainsFunc(c.left, func(n *clusterNode) bool { return n.cluster == cl }) {
			allow = append(append(allow, clusterKind.AllowFind...), clusterKind.AllowTag...)
		}
		if cl.Protected {
			allow = append(allow, clusterKind.AllowUnprotect...)
		}
		uses = append(uses, catalog.Use{Allow: allow, Value: argValue(cl.Args, cl.Parameters)})
	}
	if len(c.maps) > 0 {
		uses = append(uses, catalog.Use{Allow: catalog.DistributedMap()})
	}
	for _, each := range c.maps {
		if each.Reader != nil {
			uses = append(uses, catalog.Use{Allow: catalog.ReadItems(), Value: memberOf(each.Reader, "Arguments")})
		}
		if each.Writer != nil {
			uses = append(uses, catalog.Use{Allow: catalog.WriteResults(), Value: memberOf(each.Writer, "Arguments")})
		}
	}
	if len(c.children) > 0 {
		uses = append(uses, catalog.Use{Allow: catalog.RunParts()})
	}
	if c.p.Concurrency != nil {
		uses = append(uses, catalog.Use{Allow: catalog.ListExecutions()})
	}
	if c.p.Logging.Level != "off" {
		uses = append(uses, catalog.Use{Allow: catalog.Logging()})
	}
	if c.p.Tracing {
		uses = append(uses, catalog.Use{Allow: catalog.Tracing()})
	}
	return c.amended(catalog.Policy(uses, where))
}

// amended is the policy with what the pipeline says of it.
func (c *compile) amended(statements []catalog.Statement) []catalog.Statement {
	said := c.p.Permissions
	if said.Allow == nil && said.Replace == nil {
		return statements
	}
	bare := func(all []dsl.Permission) (out []catalog.Statement) {
		for _, p := range all {
			out = append(out, p.Statement)
		}
		return out
	}
	amended, unused := catalog.Amend(statements, bare(said.Replace), bare(said.Allow))
	var needed []string
	for _, s := range statements {
		needed = append(needed, s.Actions...)
	}
	for i, actions := range unused {
		for _, action := range actions {
			hint := diag.Suggest(action, needed)
			if hint == "" {
				hint = " What is needed besides goes into allow { … }."
			}
			c.diags = append(c.diags, diag.Problem{Code: diag.InvalidPermission, Range: said.Replace[i].Range, Detail: fmt.Sprintf(
				"Nothing in the pipeline needs %q, so there is nothing to replace.%s", action, hint)}.Error())
		}
	}
	return amended
}

func (c *compile) taskUses(t *dsl.Task) []catalog.Use {
	var out []catalog.Use
	arn := ""
	if t.Role != nil && !isNullLit(t.Role) {
		arn = "*"
		if v, ok := expr.Static(t.Role); ok {
			arn = v.AsString()
		}
	}
	if v := c.verbatims[t]; v != nil {
		return v.uses(arn)
	}
	if arn != "" {
		// The call itself is made with that role's rights.
		return []catalog.Use{{Allow: catalog.AssumeRole(arn)}}
	}
	given := argValue(t.Args, t.Parameters)
	value := func(name string) (string, bool) {
		if name == "pipeline_alias" {
			return calledAlias(t), true
		}
		return given(name)
	}
	if t.Call != nil {
		call, _, _ := catalog.ParseCall(t.Call.Service + ":" + t.Call.Action)
		allow := call.Allow(value)
		if w, ok := call.Waiting(); ok && t.Mode.Await == "completion" {
			allow = w.Allow
		}
		if mentionsMissing(t) {
			allow = append(slices.Clone(allow), call.AllowMissing()...)
		}
		out = append(out, catalog.Use{Allow: allow, Value: value})
	} else if t.Poll != nil && t.Kind.Poll != nil && t.Poll.Until == nil {
		k := t.Kind.Poll
		out = append(out, catalog.Use{Allow: k.Allows(c.pollStart(t, k)), Value: value})
	} else if t.Mode != nil {
		out = append(out, catalog.Use{Allow: t.Mode.Allows(), Value: value, Names: func(err string) bool { return namesError(t, err) }})
	}
	if t.Poll != nil {
		sdk := func(a *dsl.APICall, args expr.Expr) {
			if a == nil {
				return
			}
			call, _, _ := catalog.ParseCall(a.Service + ":" + a.Action)
			v := argValue([]dsl.Arg{{Arg: &catalog.Arg{Name: "arguments"}, Value: args}}, nil)
			out = append(out, catalog.Use{Allow: call.Allow(v), Value: v})
		}
		sdk(t.Poll.Call, t.Poll.Arguments)
		sdk(t.Poll.Stop, t.Poll.StopArguments)
	}
	return out
}

// mentionsMissing: the task waits for an object that is not there yet.
func mentionsMissing(t *dsl.Task) bool {
	return slices.ContainsFunc(catalog.Missing, func(err string) bool { return namesError(t, err) })
}

// namesError: a retry, a catch or the poll of a task names an error.
func namesError(t *dsl.Task, err string) bool {
	return t.Poll != nil && slices.Contains(t.Poll.Retry, err) ||
		slices.ContainsFunc(t.Retry, func(r dsl.Retry) bool { return slices.Contains(r.On, err) }) ||
		slices.ContainsFunc(t.Catch, func(k *dsl.Catch) bool { return slices.Contains(k.On, err) })
}

// argValue gives what is known at compile time of an argument or of a member of
// one: see catalog.Use.
func argValue(args []dsl.Arg, parameters expr.Expr) func(string) (string, bool) {
	return func(name string) (string, bool) {
		path := strings.Split(name, ".")
		for _, a := range args {
			if a.Name == path[0] && a.Value != nil {
				if s, known, given := textAt(a.Value, path[1:]); given {
					return s, known
				}
			}
		}
		if parameters != nil {
			if s, known, given := textAt(parameters, path); given {
				return s, known
			}
		}
		return "", true
	}
}

// memberOf gives what is known at compile time of the members of one member of
// an object.
func memberOf(e expr.Expr, name string) func(string) (string, bool) {
	return func(member string) (string, bool) {
		if s, known, given := textAt(e, []string{name, member}); given {
			return s, known
		}
		return "", true
	}
}

// textAt is the text of a member of an expression, with * for what is not known.
func textAt(e expr.Expr, path []string) (text string, known, given bool) {
	if v, ok := expr.Static(e); ok {
		for _, p := range path {
			if v.IsNull() {
				return "", true, false
			}
			switch t := v.Type(); {
			case t.IsObjectType() && t.HasAttribute(p):
				v = v.GetAttr(p)
			case t.IsMapType() && v.HasIndex(cty.StringVal(p)).True():
				v = v.Index(cty.StringVal(p))
			default:
				return "", true, false
			}
		}
		switch {
		case v.IsNull():
			return "", true, false
		case v.Type() == cty.String:
			return v.AsString(), true, true
		case v.Type() == cty.Bool && v.False():
			return "", true, false
		}
		return "", false, true
	}
	switch e := e.(type) {
	case *expr.Object:
		if len(path) == 0 {
			return "", false, true
		}
		for _, item := range slices.Backward(e.Items) {
			if k, ok := expr.Static(item.Key); ok && k.AsString() == path[0] {
				return textAt(item.Value, path[1:])
			}
		}
		return "", true, false
	case *expr.Template:
		if len(path) > 0 {
			break
		}
		var s strings.Builder
		for _, p := range e.Parts {
			if v, ok := expr.Static(p); ok && v.Type() == cty.String {
				s.WriteString(v.AsString())
			} else {
				s.WriteString("*")
			}
		}
		return s.String(), true, true
	case *expr.Convert:
		return textAt(e.X, path)
	default:
	}
	return "", false, true
}
