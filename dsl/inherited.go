package dsl

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/dsl/catalog"
)

// checkInherited binds the arguments of defaults and of sequences that no task
// took, so that what is wrong with them is told all the same.
func (l *loader) checkInherited(d *pipelineDecl) {
	w := &place{l: l, d: d, inputs: true, outputs: true, body: d.root}
	for _, kind := range slices.Sorted(maps.Keys(d.defaults)) {
		args, _ := kindArgs(kind)
		for _, name := range slices.Sorted(maps.Keys(d.defaults[kind].attrs)) {
			if a := d.defaults[kind].attrs[name]; !l.inheritedBy[a] {
				l.checkAlone(w, args, a)
			}
		}
	}
	for _, t := range d.order {
		if t.block.Type != "sequence" || t.bad {
			continue
		}
		for _, name := range []string{"cluster", "timeout"} {
			if a := t.block.Body.Attributes[name]; a != nil && !l.inheritedBy[a] {
				l.checkAlone(l.at(d, t), nil, a)
			}
		}
	}
}

// checkAlone binds an argument that belongs to no task, but may be one of args.
func (l *loader) checkAlone(w *place, args []catalog.Arg, a *hclsyntax.Attribute) {
	switch a.Name {
	case "timeout", "heartbeat":
		w.positive(a.Expr)
		return
	case "role":
		l.checkRole(w.bind(a.Expr, cty.String), "the ARN of a role")
		return
	case "cluster":
		l.checkClusterName(w, a.Expr)
		return
	}
	for i := range args {
		arg := &args[i]
		switch {
		case arg.Name == a.Name && arg.Ref == "compute":
			l.findCompute(a.Expr, nil)
		case arg.Name != a.Name || arg.Ref != "":
		case arg.Unit > 0:
			w.units(a.Expr, arg.Unit, arg.Type == cty.DynamicPseudoType)
		default:
			if v, ok := staticValue(w.bind(a.Expr, arg.Type)); ok {
				l.checkValue(arg, v, a.Expr.Range())
			}
		}
	}
}

// checkClusterName checks what is written as cluster.NAME without using it.
func (l *loader) checkClusterName(w *place, e hclsyntax.Expression) {
	trav, ok := e.(*hclsyntax.ScopeTraversalExpr)
	if !ok || trav.Traversal.RootName() != "cluster" || len(trav.Traversal) != 2 {
		w.bind(e, cty.String)
		return
	}
	if name, _, ok := member(trav.Traversal); ok {
		if _, p := l.findCluster(w.d, name, e.Range()); p != nil {
			l.add(p.Error())
		}
	}
}
