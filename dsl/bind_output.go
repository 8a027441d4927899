package dsl

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/catalog"
	"github.com/pipectl/pipectl/dsl/expr"
)

// taskOutputType is the type of what a task gives, found out before the task is
// bound where another mentions it first: it hangs on nothing but the kind, the
// way to wait, and the arguments returns and output.
func (l *loader) taskOutputType(d *pipelineDecl, t *taskDecl, task *Task) (cty.Type, bool) {
	typ, loose := l.resultType(d, t)
	task.Result = typ
	task.Returns = t.block.Body.Attributes["returns"] != nil
	a := t.block.Body.Attributes["output"]
	if a == nil {
		return typ, loose
	}
	w := l.at(d, t)
	w.result, w.loose = &typ, loose
	if started, ok := l.startedType(d, t); ok {
		w.started = &started
	}
	t.outExpr = w.bind(a.Expr, cty.DynamicPseudoType)
	t.outNull = expr.Nullable(t.outExpr)
	return t.outExpr.Type(), expr.Loose(t.outExpr)
}

// resultType is the type of what a task's call gives.
func (l *loader) resultType(d *pipelineDecl, t *taskDecl) (cty.Type, bool) {
	kind, ok := l.kindOf(d, t)
	if !ok {
		return cty.DynamicPseudoType, false
	}
	if a := t.block.Body.Attributes["returns"]; a != nil {
		typ, _ := l.typeConstraint(a.Expr)
		return typ, true
	}
	switch kind.Name {
	case "value":
		if a := t.block.Body.Attributes["value"]; a != nil {
			x, _ := expr.Bind(a.Expr, l.at(d, t).scope(), cty.DynamicPseudoType)
			t.outNull = expr.Nullable(x)
			return x.Type(), expr.Loose(x)
		}
		return cty.DynamicPseudoType, false
	case "wait", "fail", "asl":
		return cty.DynamicPseudoType, false
	case "aws":
		call := pollCall(t.block)
		if call == nil {
			call = t.block.Body.Attributes["call"]
		}
		typ := cty.DynamicPseudoType // a worker's answer
		switch await, ok := l.peek(d, t.block.Body.Attributes["await"]); {
		case !ok, await == "none":
			typ = l.callType(d, call)
		case await == "completion" && !polls(t.block): // else an error is told
			typ = l.workType(d, call)
		}
		return typ, typ != cty.DynamicPseudoType
	}
	await, ok := l.peek(d, t.block.Body.Attributes["await"])
	switch {
	case ok:
	case kind.Poll != nil:
		await = "completion"
	default:
		await = kind.Modes[0].Await
	}
	if await == "completion" && kind.Poll != nil {
		return kind.Poll.Result, true
	}
	for _, m := range kind.Modes {
		if m.Await != await {
			continue
		}
		if m.When != "" {
			return cty.DynamicPseudoType, false // it hangs on what is not bound yet
		}
		typ := m.Result
		if m.Then != nil {
			v, known := attrsHold(m.Then.If, t.block)
			switch {
			case !known:
				return cty.DynamicPseudoType, false
			case v:
				typ = m.Then.Result
			}
		}
		return typ, typ != cty.DynamicPseudoType
	}
	return cty.DynamicPseudoType, false
}

// attrsHold evaluates a condition of the catalog over arguments that are
// constants; those left out are null or false.
func attrsHold(cond string, b *hclsyntax.Block) (holds, known bool) {
	e := catalogExpr(cond)
	ctx := &hcl.EvalContext{Variables: map[string]cty.Value{}}
	for _, t := range e.Variables() {
		name := t.RootName()
		ctx.Variables[name] = cty.NullVal(cty.Bool)
		if a := b.Body.Attributes[name]; a != nil {
			v, diags := a.Expr.Value(nil)
			if diags.HasErrors() {
				return false, false
			}
			ctx.Variables[name] = v
		}
	}
	v, diags := e.Value(ctx)
	if diags.HasErrors() {
		return false, false
	}
	return !v.IsNull() && v.Type() == cty.Bool && v.True(), true
}

// startedType is that of started, in a task whose poll has a call of its own.
func (l *loader) startedType(d *pipelineDecl, t *taskDecl) (cty.Type, bool) {
	if pollCall(t.block) == nil {
		return cty.NilType, false
	}
	return l.callType(d, t.block.Body.Attributes["call"]), true
}

func polls(b *hclsyntax.Block) bool {
	return slices.ContainsFunc(b.Body.Blocks, func(b *hclsyntax.Block) bool { return b.Type == "poll" })
}

// pollCall is the call of a task's poll, nil where it has none of its own.
func pollCall(b *hclsyntax.Block) *hclsyntax.Attribute {
	for _, b := range b.Body.Blocks {
		if a := b.Body.Attributes["call"]; a != nil && b.Type == "poll" {
			return a
		}
	}
	return nil
}

// callType is the type of what a call of any API gives: "service:action".
func (l *loader) callType(d *pipelineDecl, a *hclsyntax.Attribute) cty.Type {
	text, ok := l.peek(d, a)
	if !ok {
		return cty.DynamicPseudoType
	}
	call, known, ok := catalog.ParseCall(text)
	if !ok || !known {
		return cty.DynamicPseudoType
	}
	return answerOf(call)
}

// workType is the type of what the work gives that a call starts, where a kind
// waits for the same.
func (l *loader) workType(d *pipelineDecl, a *hclsyntax.Attribute) cty.Type {
	text, _ := l.peek(d, a)
	call, _, ok := catalog.ParseCall(text)
	if !ok {
		return cty.DynamicPseudoType
	}
	if wait, ok := call.Waiting(); ok {
		for _, k := range catalog.All {
			for _, m := range k.Modes {
				if m.Resource == wait.Resource && m.Unwrap == "" && !m.Metadata {
					return m.Result
				}
			}
		}
	}
	return cty.DynamicPseudoType
}

// blockOutputType is the type of what a block gives, and whether members of it
// may be missing.
func (l *loader) blockOutputType(d *pipelineDecl, t *taskDecl, b *Block) (cty.Type, bool) {
	switch b.Type {
	case "choice":
		return l.choiceOutputType(d, t, b)
	case "parallel":
		attrs, loose := map[string]cty.Type{}, false
		for i, branch := range b.Branches {
			x := l.bindBodyOutput(d, t.branches[i], t.branches[i].block)
			attrs[branch.Name] = typeOf(x)
			loose = loose || x != nil && expr.Loose(x)
		}
		return cty.Object(attrs), loose
	}
	if t.inner == nil {
		return cty.DynamicPseudoType, false
	}
	x := l.bindBodyOutput(d, t.inner, t.block)
	t.outNull = x != nil && expr.Nullable(x)
	return typeOf(x), x != nil && expr.Loose(x)
}

// choiceOutputType is the type of {case, output}. Both are null where no case
// held, so their members may be missing.
func (l *loader) choiceOutputType(d *pipelineDecl, t *taskDecl, b *Block) (cty.Type, bool) {
	var types []cty.Type
	loose := true
	for i, branch := range b.Branches {
		x := l.bindBodyOutput(d, t.branches[i], t.branches[i].block)
		types = append(types, typeOf(x))
		if branch.Name == "default" {
			loose = false
		}
	}
	for _, branch := range b.Branches {
		if x := branch.Body.Output; x != nil {
			loose = loose || expr.Nullable(x) || expr.Loose(x)
		}
	}
	return cty.Object(map[string]cty.Type{"case": cty.String, "output": common(types)}), loose
}

// repeatedType is the type of what a task or block gives that runs once per
// element, of what it gives for one.
func (l *loader) repeatedType(d *pipelineDecl, t *taskDecl, one cty.Type) cty.Type {
	attrs := t.block.Body.Attributes
	if t.block.Type == "map" && attrs["writer"] != nil {
		return cty.Object(map[string]cty.Type{"MapRunArn": cty.String, "ResultWriterDetails": cty.Object(map[string]cty.Type{"Bucket": cty.String, "Key": cty.String})})
	}
	switch e := l.eachType(d, t); {
	case t.block.Type == "map" && (attrs["reader"] != nil || attrs["batch"] != nil), e.key == cty.Number:
		return cty.List(one)
	case e.key == cty.String:
		return cty.Map(one)
	}
	return cty.DynamicPseudoType
}

// typeOf is the type of an output, which is {} when it is left out.
func typeOf(x expr.Expr) cty.Type {
	if x == nil {
		return cty.EmptyObject
	}
	return x.Type()
}

// bindBodyOutput binds the output argument of a stage, a sequence or a branch;
// nil when it is left out.
func (l *loader) bindBodyOutput(d *pipelineDecl, body *bodyDecl, b *hclsyntax.Block) expr.Expr {
	a := b.Body.Attributes["output"]
	if a != nil && body.body.Output == nil {
		w := &place{l: l, d: d, inputs: true, outputs: true, body: body, errors: body.handles(), status: body.root().kind == "finally"}
		body.body.Output = w.bind(a.Expr, cty.DynamicPseudoType)
	}
	return body.body.Output
}

// catalogExpr parses an expression of the catalog, which a test has parsed
// before.
func catalogExpr(src string) hclsyntax.Expression {
	e, diags := hclsyntax.ParseExpression([]byte(src), "catalog", hcl.InitialPos)
	if diags.HasErrors() {
		panic("dsl: an expression of the catalog does not parse: " + diags.Error())
	}
	return e
}
