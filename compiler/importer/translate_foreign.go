package importer

import (
	"maps"
	"strconv"
	"strings"

	"github.com/pipectl/pipectl/asl/jsonata"
)

// foreign keeps an expression in JSONata, and hands in what it reads.
func (t *translator) foreign(n jsonata.Node) value {
	f := &foreign{}
	used := map[string]bool{}
	bind := func(v value, name string) jsonata.Node {
		key := keyOf(v)
		for _, s := range f.see {
			if keyOf(s.v) == key {
				return variable(s.name)
			}
		}
		name = snake(name)
		free := name
		for i := 2; used[free] || builtin[free]; i++ {
			free = name + "_" + strconv.Itoa(i)
		}
		used[free] = true
		f.see = append(f.see, named{free, v})
		return variable(free)
	}
	inner := used // what it binds itself
	jsonata.Walk(n, func(n jsonata.Node) bool {
		switch x := n.(type) {
		case *jsonata.Lambda:
			for _, p := range x.Params {
				inner[p] = true
			}
		case *jsonata.Assign:
			inner[x.Var] = true
		default:
		}
		return true
	})
	bound := maps.Clone(inner)
	out := jsonata.Rewrite(n, func(n jsonata.Node) jsonata.Node {
		switch x := n.(type) {
		case *jsonata.Dot:
			if path, ok := contextPath(x); ok {
				v, err := t.context(path)
				if err != nil || len(path) == 0 {
					return x
				}
				return bind(v, path[len(path)-1])
			}
			if !rootedInStates(x) {
				return nil
			}
			v, err := t.node(x)
			if err != nil {
				if isStates(x.Left) { // of a state that is no more: nothing reads it
					return wrong("$states is read as a whole")
				}
				return nil
			}
			if t.whole {
				// As long as what is read from is no object that is built here.
				if from, err := t.node(x.Left); err == nil && !builds(from) && !isStates(x.Left) {
					return nil
				}
			}
			name := "value"
			if last, ok := x.Right.(*jsonata.Name); ok {
				name = last.Value
			}
			return bind(v, name)
		case *jsonata.Var:
			if bound[x.Name] {
				return nil
			}
			v, err := t.variable(x)
			if err != nil {
				return nil
			}
			return bind(v, x.Name)
		case *jsonata.Call:
			if functionName(x) == "exists" && len(x.Args) == 1 && !t.whole {
				if v, err := t.exists(x.Args[0]); err == nil {
					return bind(v, "exists")
				}
			}
		default:
		}
		return nil
	})
	f.text = jsonata.Print(out)
	return f
}

func builds(v value) bool {
	switch v.(type) {
	case *object, constant:
		return true
	default:
		return false
	}
}

func isStates(n jsonata.Node) bool {
	v, ok := n.(*jsonata.Var)
	return ok && v.Name == "states"
}

// rootedInStates: the path begins at $states or a variable, by names alone.
func rootedInStates(n jsonata.Node) bool {
	d, ok := n.(*jsonata.Dot)
	if !ok {
		return false
	}
	switch r := d.Right.(type) {
	case *jsonata.Name:
	case *jsonata.Filter: // an index binds to the step before it
		if _, ok := r.X.(*jsonata.Name); !ok {
			return false
		}
		switch r.Pred.(type) {
		case *jsonata.Number, *jsonata.Negate:
		default:
			return false
		}
	default:
		return false
	}
	if v, ok := d.Left.(*jsonata.Var); ok {
		return v.Name == "states"
	}
	return rootedInStates(d.Left)
}

// builtin are the functions of JSONata, which a value that is handed in must not
// take the names of.
var builtin = func() map[string]bool {
	out := map[string]bool{"states": true}
	for _, name := range strings.Fields(`string length substring substringBefore substringAfter uppercase lowercase trim pad contains
		split join match replace base64encode base64decode encodeUrlComponent encodeUrl decodeUrlComponent decodeUrl number abs floor
		ceil round power sqrt formatNumber formatBase formatInteger parseInteger sum max min average boolean not exists count append
		sort reverse shuffle distinct zip keys lookup spread merge each error assert type now millis fromMillis toMillis map filter
		single reduce sift partition range hash random uuid parse eval`) {
		out[name] = true
	}
	return out
}()
