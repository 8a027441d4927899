package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"strings"
)

// A source is what is read of one package: its types, and for each type of
// strings the values that constants have.
type source struct {
	types  map[string]ast.Expr
	values map[string][]string
	// variants are the types that stand for the members of a union, by the
	// name of its interface.
	variants map[string][]string
	funcs    []*ast.FuncDecl
}

// parse reads the files that match a pattern.
func parse(fsys fs.FS, patterns ...string) (*source, error) {
	s := &source{types: make(map[string]ast.Expr), values: make(map[string][]string), variants: make(map[string][]string)}
	for _, pattern := range patterns {
		files, err := fs.Glob(fsys, pattern)
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			text, err := fs.ReadFile(fsys, file)
			if err != nil {
				return nil, err
			}
			f, err := parser.ParseFile(token.NewFileSet(), path.Base(file), text, parser.SkipObjectResolution|parser.ParseComments)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", file, err)
			}
			for _, decl := range f.Decls {
				s.add(decl)
			}
		}
	}
	return s, nil
}

func (s *source) add(decl ast.Decl) {
	switch decl := decl.(type) {
	case *ast.FuncDecl:
		s.funcs = append(s.funcs, decl)
		// func (*AttributeValueMemberBOOL) isAttributeValue() {}
		if union, found := strings.CutPrefix(decl.Name.Name, "is"); found && decl.Recv != nil {
			if variant := typeName(decl.Recv.List[0].Type); strings.HasPrefix(variant, union+"Member") {
				s.variants[union] = append(s.variants[union], variant)
			}
		}
	case *ast.GenDecl:
		for _, spec := range decl.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				s.types[spec.Name.Name] = spec.Type
			case *ast.ValueSpec:
				if of, ok := spec.Type.(*ast.Ident); ok && len(spec.Values) == 1 {
					if text, ok := stringOf(spec.Values[0]); ok {
						s.values[of.Name] = append(s.values[of.Name], text)
					}
				}
			}
		}
	}
}

// typeName is the name of a type or of what a pointer points to, without its
// package; "" where it is something else.
func typeName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.StarExpr:
		return typeName(e.X)
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}
