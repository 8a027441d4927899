package main

import (
	"fmt"
	"go/ast"
	"maps"
	"slices"
	"strings"
)

// kind of a shape, as it stands in the table. Package apimodel has the same list.
type kind byte

const (
	text kind = iota
	integer
	number
	boolean
	timestamp
	blob
	document
	// Those above have no more to them, and are the first shapes of a table.
	enum
	list
	mapping
	structure
	union
)

// A shape is a type of the API.
type shape struct {
	kind    kind
	elem    *shape   // of a list or map
	values  []string // of an enum
	members []member // of a structure or union
	index   int      // where it stands in the table
}

// A member of a structure or union.
type member struct {
	name     string
	required bool
	shape    *shape
}

// basic are the shapes without more to them.
var basic = func() []*shape {
	all := make([]*shape, enum)
	for k := range all {
		all[k] = &shape{kind: kind(k), index: k}
	}
	return all
}()

// A reader makes shapes of the types of a module.
type reader struct {
	root, types *source
	// required members by the name of their structure.
	required map[string]map[string]bool
	// tokens of the operation whose input is read.
	tokens []string
	shapes map[string]*shape
	m      *model
}

// ofTypes stands before the names of types of package types where those of both
// packages are known by name: there may be a type of one name in each.
const ofTypes = "types."

// structure reads a struct of either package.
func (r *reader) structure(in *source, name string) (*shape, error) {
	fields, ok := in.types[name].(*ast.StructType)
	if !ok {
		return nil, fmt.Errorf("%s is no struct", name)
	}
	key := name
	if in == r.types {
		key = ofTypes + name
	}
	if s := r.shapes[key]; s != nil {
		return s, nil
	}
	s := r.add(key, structure)
	for _, field := range fields.Fields.List {
		for _, id := range field.Names {
			if !id.IsExported() || id.Name == "ResultMetadata" {
				continue
			}
			of, err := r.of(in, field.Type)
			if err != nil {
				return nil, fmt.Errorf("%s.%s: %w", name, id.Name, err)
			}
			s.members = append(s.members, member{
				// Go's names are the API's with a capital first letter; a
				// word of Go's own got an underscore.
				name:     strings.TrimSuffix(id.Name, "_"),
				required: (r.required[key][id.Name] || documented(field)) && !slices.Contains(r.tokens, id.Name),
				shape:    of,
			})
		}
	}
	return s, s.sort()
}

// documented: the field's comment says that it is required. Numbers and booleans
// that are no pointers are not looked at by the functions of validators.go.
func documented(field *ast.Field) bool {
	return strings.Contains(field.Doc.Text(), "This member is required.")
}

func (s *shape) sort() error {
	slices.SortFunc(s.members, func(a, b member) int { return strings.Compare(a.name, b.name) })
	for i := 1; i < len(s.members); i++ {
		if s.members[i].name == s.members[i-1].name {
			return fmt.Errorf("member %s is there twice", s.members[i].name)
		}
	}
	return nil
}

func (r *reader) add(name string, k kind) *shape {
	s := &shape{kind: k, index: len(basic) + len(r.m.shapes)}
	r.m.shapes = append(r.m.shapes, s)
	r.shapes[name] = s
	return s
}

// of is the shape of a type that stands in a package.
func (r *reader) of(in *source, e ast.Expr) (*shape, error) {
	switch e := e.(type) {
	case *ast.StarExpr:
		return r.of(in, e.X)
	case *ast.ArrayType:
		if typeName(e.Elt) == "byte" {
			return basic[blob], nil
		}
		return r.collection(in, list, e.Elt)
	case *ast.MapType:
		return r.collection(in, mapping, e.Value)
	case *ast.SelectorExpr:
		switch pkg := typeName(e.X); {
		case pkg == "time" && e.Sel.Name == "Time":
			return basic[timestamp], nil
		case pkg == "io":
			return basic[blob], nil
		case pkg == "document":
			return basic[document], nil
		case pkg == "types":
			return r.named(e.Sel.Name)
		}
		return nil, fmt.Errorf("type %s.%s is not known", typeName(e.X), e.Sel.Name)
	case *ast.Ident:
		switch e.Name {
		case "string":
			return basic[text], nil
		case "int8", "int16", "int32", "int64", "byte":
			return basic[integer], nil
		case "float32", "float64":
			return basic[number], nil
		case "bool":
			return basic[boolean], nil
		}
		if in == r.types {
			return r.named(e.Name)
		}
	}
	return nil, fmt.Errorf("type %T is not known", e)
}

// collection is a list or map, one shape for all of the same elements.
func (r *reader) collection(in *source, k kind, elem ast.Expr) (*shape, error) {
	of, err := r.of(in, elem)
	if err != nil {
		return nil, err
	}
	name := fmt.Sprintf("%d of %d", k, of.index)
	s := r.shapes[name]
	if s == nil {
		s = r.add(name, k)
		s.elem = of
	}
	return s, nil
}

// named is the shape of a type of package types.
func (r *reader) named(name string) (*shape, error) {
	if s := r.shapes[ofTypes+name]; s != nil {
		return s, nil
	}
	switch of := r.types.types[name].(type) {
	case *ast.StructType:
		return r.structure(r.types, name)
	case *ast.InterfaceType:
		s := r.add(ofTypes+name, union)
		for _, variant := range r.types.variants[name] {
			fields, ok := r.types.types[variant].(*ast.StructType)
			if !ok {
				return nil, fmt.Errorf("variant %s is no struct", variant)
			}
			value, err := r.of(r.types, fields.Fields.List[0].Type)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", variant, err)
			}
			s.members = append(s.members, member{name: strings.TrimPrefix(variant, name+"Member"), shape: value})
		}
		return s, s.sort()
	case *ast.Ident:
		values := r.types.values[name]
		if of.Name != "string" || len(values) == 0 {
			return r.of(r.types, of)
		}
		s := r.add(ofTypes+name, enum)
		s.values = slices.Compact(slices.Sorted(slices.Values(values)))
		return s, nil
	}
	return nil, fmt.Errorf("type %s is not known", name)
}

func names(s *source) []string { return slices.Sorted(maps.Keys(s.types)) }
