package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"io/fs"
	"slices"
	"strconv"
	"strings"
)

// A model is what the table says of a service.
type model struct {
	operations []operation
	shapes     []*shape
	// errors of the service: what an operation can raise of which the SDK
	// does not say what it raises.
	errors []string
}

// An operation of a service. Its errors are nil where the SDK names them for the
// whole service only.
type operation struct {
	name          string
	input, output *shape
	errors        []string
}

// read makes a model of the sources of a module of the SDK.
func read(fsys fs.FS) (*model, error) {
	root, err := parse(fsys, "api_op_*.go", "validators.go", "deserializers.go")
	if err != nil {
		return nil, err
	}
	types, err := parse(fsys, "types/*.go")
	if err != nil {
		return nil, err
	}
	r := &reader{
		root: root, types: types,
		required: make(map[string]map[string]bool), shapes: make(map[string]*shape), m: &model{},
	}
	for _, f := range root.funcs {
		r.noteRequired(f)
	}
	raised := raisedBy(root)
	for _, name := range names(types) {
		if isError(types, name) {
			r.m.errors = append(r.m.errors, name)
		}
	}
	for _, f := range root.funcs {
		// func (c *Client) StartJobRun(ctx context.Context, params *StartJobRunInput, ...)
		if f.Recv == nil || typeName(f.Recv.List[0].Type) != "Client" || root.types[f.Name.Name+"Input"] == nil {
			continue
		}
		op := operation{name: f.Name.Name}
		r.tokens = tokensOf(root, op.name)
		if op.input, err = r.structure(root, op.name+"Input"); err != nil {
			return nil, err
		}
		r.tokens = nil
		if op.output, err = r.structure(root, op.name+"Output"); err != nil {
			return nil, err
		}
		op.errors = raised[op.name]
		r.m.operations = append(r.m.operations, op)
	}
	if len(r.m.operations) == 0 {
		return nil, fmt.Errorf("no operations were found")
	}
	slices.SortFunc(r.m.operations, func(a, b operation) int { return strings.Compare(a.name, b.name) })
	return r.m, nil
}

// noteRequired reads a function of validators.go: which members of its argument's
// type are reported when they are missing.
func (r *reader) noteRequired(f *ast.FuncDecl) {
	if !strings.HasPrefix(f.Name.Name, "validate") || f.Recv != nil || len(f.Type.Params.List) != 1 {
		return
	}
	of := typeName(f.Type.Params.List[0].Type)
	if p, ok := f.Type.Params.List[0].Type.(*ast.StarExpr); ok {
		if _, ok := p.X.(*ast.SelectorExpr); ok {
			of = ofTypes + of
		}
	}
	ast.Inspect(f.Body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) != 1 || typeName(call.Fun) != "NewErrParamRequired" {
			return true
		}
		if member, ok := stringOf(call.Args[0]); ok {
			if r.required[of] == nil {
				r.required[of] = make(map[string]bool)
			}
			r.required[of][member] = true
		}
		return true
	})
}

// tokensOf are the members that the SDK fills in by itself where they are left
// out, as Step Functions does.
func tokensOf(root *source, operation string) []string {
	var tokens []string
	for _, f := range root.funcs {
		if f.Recv == nil || f.Body == nil || typeName(f.Recv.List[0].Type) != "idempotencyToken_initializeOp"+operation {
			continue
		}
		ast.Inspect(f.Body, func(n ast.Node) bool {
			// input.ClientToken == nil
			if b, ok := n.(*ast.BinaryExpr); ok && b.Op == token.EQL {
				if member, ok := b.X.(*ast.SelectorExpr); ok && typeName(member.X) == "input" {
					tokens = append(tokens, member.Sel.Name)
				}
			}
			return true
		})
	}
	return tokens
}

// raisedBy are the errors of each operation, where there are functions that read
// them. Newer modules of the SDK have one list for the whole service.
func raisedBy(root *source) map[string][]string {
	raised := make(map[string][]string)
	for _, f := range root.funcs {
		// func awsAwsjson11_deserializeOpErrorStartJobRun(...)
		_, op, found := strings.Cut(f.Name.Name, "_deserializeOpError")
		if !found {
			continue
		}
		errors := []string{}
		ast.Inspect(f.Body, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				if _, name, found := strings.Cut(typeName(call.Fun), "_deserializeError"); found {
					errors = append(errors, name)
				}
			}
			return true
		})
		slices.Sort(errors)
		raised[op] = slices.Compact(errors)
	}
	return raised
}

// isError: an error type has a fault.
func isError(types *source, name string) bool {
	return slices.ContainsFunc(types.funcs, func(f *ast.FuncDecl) bool {
		return f.Name.Name == "ErrorFault" && f.Recv != nil && typeName(f.Recv.List[0].Type) == name
	})
}

func stringOf(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return text, err == nil
}
