package resume

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/dsl"
	"github.com/pipectl/pipectl/dsl/diag"
	"github.com/pipectl/pipectl/dsl/expr"
)

// check says why those that read a task's output cannot take the one that was given.
// Of a declared one every member has to be there that is not optional.
// An output that nobody reads may be any.
func (one Skipped) check(p *dsl.Pipeline, declared bool) error {
	readers := readersOf(p, one.Task)
	if len(readers.reads) == 0 {
		return nil
	}
	if one.Output == nil {
		verb := "read"
		if len(readers.names) == 1 {
			verb = "reads"
		}
		return fmt.Errorf("%q needs an output, as in %s=JSON: %s %s it", one.Task, one.Task, list(readers.names), verb)
	}
	ref := readers.reads[0].Ref // the type is the same for all
	if _, null := one.Output.(asl.Null); null && ref.Null {
		return nil
	}
	if problem := mismatch(one.Output, ref.Typ, ref.Loose && !declared, ""); problem != "" {
		return fmt.Errorf("the output of %q: %s", one.Task, problem)
	}
	if declared {
		return nil
	}
	// Null can be given for what is to be missing.
	for _, read := range readers.reads {
		v := one.Output
		for i, name := range read.Path {
			o, ok := v.(asl.Object)
			if !ok {
				break
			}
			if v, ok = o.Get(name); !ok {
				return fmt.Errorf("the output of %q: its member %q, which %s reads, is missing", one.Task, strings.Join(read.Path[:i+1], "."), read.by)
			}
		}
	}
	return nil
}

// readers are those of a task's output: by their names, and how they mention it.
type readers struct {
	task  string
	names []string
	reads []read
	seen  map[any]bool
}

// A read is what one of them reads.
type read struct {
	expr.Mention
	by string
}

func readersOf(p *dsl.Pipeline, task string) *readers {
	r := &readers{task: task, seen: map[any]bool{}}
	r.visit(reflect.ValueOf(p.Clusters), "")
	for _, b := range []*dsl.Body{p.Body, p.OnFailure, p.Finally} {
		r.visit(reflect.ValueOf(b), "the pipeline's output")
	}
	// Who reads is told in the order of the sources, the pipeline's output last.
	if i := slices.Index(r.names, "the pipeline's output"); i >= 0 {
		r.names = append(slices.Delete(r.names, i, i+1), "the pipeline's output")
	}
	return r
}

// visit looks at whatever holds an expression. It goes by the types themselves, so that
// no place is forgotten that is added to them later.
func (r *readers) visit(v reflect.Value, by string) {
	if !v.IsValid() || !v.CanInterface() {
		return
	}
	switch x := v.Interface().(type) {
	case expr.Expr:
		for _, m := range expr.Mentions(x) {
			if out, ok := m.Ref.Source.(expr.Output); ok && out.Task == r.task {
				r.reads = append(r.reads, read{m, by})
				if !slices.Contains(r.names, by) {
					r.names = append(r.names, by)
				}
			}
		}
		return
	case *dsl.Pipeline, []dsl.Dep: // others
		return
	case *dsl.Cluster:
		if x != nil {
			by = "the cluster " + strconv.Quote(x.Name)
		}
	case dsl.Item:
		if !v.IsNil() {
			by = strconv.Quote(x.Base().Name)
		}
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() && !r.seen[v.Interface()] {
			r.seen[v.Interface()] = true
			r.visit(v.Elem(), by)
		}
	case reflect.Interface:
		r.visit(v.Elem(), by)
	case reflect.Struct:
		for i := range v.NumField() {
			r.visit(v.Field(i), by)
		}
	case reflect.Slice:
		for i := range v.Len() {
			r.visit(v.Index(i), by)
		}
	default:
	}
}

// list is names as a sentence has them.
func list(names []string) string {
	if n := len(names); n > 1 {
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
	return names[0]
}

// mismatch says what of a value is not as its type, and where; empty: nothing. It is as
// strict as a pipeline is with its input. More members than the type knows are fine, as
// long as they are not misspelt ones; of a loose type, what a service gives, any may be
// missing.
func mismatch(v asl.Value, t cty.Type, loose bool, path string) string {
	at := func(format string, args ...any) string {
		if path == "" {
			return fmt.Sprintf(format, args...)
		}
		return "in " + path + ": " + fmt.Sprintf(format, args...)
	}
	if _, null := v.(asl.Null); null && loose && path != "" {
		return ""
	}
	want := kindOf(t)
	if have := kindOfValue(v); want != "" && have != want {
		return at("this must be %s, not %s", want, have)
	}
	switch v := v.(type) {
	case asl.Object:
		switch {
		case t.IsMapType():
			for _, m := range v {
				if p := mismatch(m.Value, t.ElementType(), loose, path+"["+strconv.Quote(m.Key)+"]"); p != "" {
					return p
				}
			}
		case t.IsObjectType():
			return misfit(v, t, loose, path, at)
		}
	case asl.Array:
		if t.IsTupleType() && len(v) != t.Length() {
			return at("this must have %d elements, not %d", t.Length(), len(v))
		}
		for i, e := range v {
			element := cty.DynamicPseudoType
			switch {
			case t.IsTupleType():
				element = t.TupleElementType(i)
			case t.IsListType(), t.IsSetType():
				element = t.ElementType()
			}
			if p := mismatch(e, element, loose, path+"["+strconv.Itoa(i)+"]"); p != "" {
				return p
			}
		}
	default:
	}
	return ""
}

// misfit is mismatch for an object.
func misfit(o asl.Object, t cty.Type, loose bool, path string, at func(string, ...any) string) string {
	types := t.AttributeTypes()
	var known, unknown, missing []string
	for name := range types {
		known = append(known, name)
	}
	slices.Sort(known)
	for _, m := range o {
		if _, ok := types[m.Key]; !ok {
			unknown = append(unknown, m.Key)
		}
	}
	for _, name := range known {
		if v, ok := o.Get(name); !ok {
			missing = append(missing, name)
		} else if _, null := v.(asl.Null); null && t.AttributeOptional(name) {
			continue
		} else if p := mismatch(v, types[name], loose, path+"."+name); p != "" {
			return p
		}
	}
	for _, name := range unknown {
		if s := diag.Suggest(name, missing); s != "" {
			return at("it has no member %q.%s", name, s)
		}
	}
	for _, name := range missing {
		if !loose && !t.AttributeOptional(name) {
			what := ""
			if kind := kindOf(types[name]); kind != "" {
				what = ", " + kind + ","
			}
			return at("its member %q%s is missing", name, what)
		}
	}
	return ""
}

// kindOf is what JSON calls values of a type; empty: any.
func kindOf(t cty.Type) string {
	switch {
	case t == cty.String:
		return "a string"
	case t == cty.Number:
		return "a number"
	case t == cty.Bool:
		return "a bool"
	case t.IsListType(), t.IsSetType(), t.IsTupleType():
		return "a list"
	case t.IsMapType(), t.IsObjectType():
		return "an object"
	}
	return ""
}

func kindOfValue(v asl.Value) string {
	switch v.(type) {
	case asl.String:
		return "a string"
	case asl.Number:
		return "a number"
	case asl.Bool:
		return "a bool"
	case asl.Array:
		return "a list"
	case asl.Object:
		return "an object"
	default:
		return "null"
	}
}
