package importer

import (
	"regexp"
	"strings"

	"github.com/pipectl/pipectl/asl"
	"github.com/pipectl/pipectl/asl/jsonata"
	"github.com/pipectl/pipectl/asl/jsonpath"
)

// test is a comparison of a JSONPath Choice as a condition.
func (r *rewriter) test(t asl.Object, over jsonata.Node) jsonata.Node {
	if v, ok := t.Get("And"); ok {
		return r.tests("and", v, over)
	}
	if v, ok := t.Get("Or"); ok {
		return r.tests("or", v, over)
	}
	if v, ok := t.Get("Not"); ok {
		inner, _ := v.(asl.Object)
		return negated(r.test(inner, over))
	}
	source, _ := t.Get("Variable")
	path, ok := source.(asl.String)
	if !ok {
		r.problem("a rule of a Choice has no Variable")
		return wrong("a rule without Variable")
	}
	x := r.field(string(path), over)
	for _, m := range t {
		if m.Key == "Variable" {
			continue
		}
		if c, ok := asl.ComparisonOf(m.Key); ok {
			return r.comparison(m.Key, c, x, m.Value, over)
		}
	}
	r.problem("a rule of a Choice has no comparison")
	return wrong("a rule without comparison")
}

func (r *rewriter) tests(op string, v asl.Value, over jsonata.Node) jsonata.Node {
	list, _ := v.(asl.Array)
	var out jsonata.Node
	for _, item := range list {
		rule, _ := item.(asl.Object)
		x := r.test(rule, over)
		if out == nil {
			out = x
		} else {
			out = binary(op, out, x)
		}
	}
	if out == nil {
		return &jsonata.Bool{Value: op == "and"}
	}
	return out
}

// negated is the opposite of a condition.
func negated(x jsonata.Node) jsonata.Node {
	switch x := x.(type) {
	case *jsonata.Bool:
		return &jsonata.Bool{Value: !x.Value}
	case *jsonata.Call:
		if f, ok := x.Func.(*jsonata.Var); ok && f.Name == "not" && len(x.Args) == 1 {
			return x.Args[0]
		}
	default:
	}
	return fcall("not", x)
}

func (r *rewriter) comparison(operator string, c asl.Comparison, x jsonata.Node, operand asl.Value, over jsonata.Node) jsonata.Node {
	holds := func(cond jsonata.Node) jsonata.Node {
		if operand == asl.Bool(false) {
			return negated(cond)
		}
		return cond
	}
	typeIs := func(name string) jsonata.Node { return binary("=", fcall("type", x), str(name)) }
	switch operator {
	case "IsPresent":
		return holds(fcall("exists", x))
	case "IsNull":
		return holds(binary("=", x, &jsonata.Null{}))
	case "IsNumeric":
		return holds(typeIs("number"))
	case "IsString":
		return holds(typeIs("string"))
	case "IsBoolean":
		return holds(typeIs("boolean"))
	case "IsTimestamp":
		return holds(binary("and", typeIs("string"), fcall("contains", x, &jsonata.Regex{Pattern: timestampForm})))
	case "StringMatches":
		pattern, _ := operand.(asl.String)
		return fcall("contains", x, &jsonata.Regex{Pattern: patternOf(string(pattern))})
	}
	y := nodeOf(operand)
	if c.Operand == "path" {
		source, _ := operand.(asl.String)
		if e, err := jsonpath.Parse(string(source)); err == nil {
			y = r.expr(e, over)
		} else {
			r.problem("%q cannot be read: %v", string(source), err)
			y = wrong("no JSONPath: " + string(source))
		}
	}
	op := map[string]string{"Equals": "=", "LessThan": "<", "GreaterThan": ">", "LessThanEquals": "<=", "GreaterThanEquals": ">="}[strings.TrimSuffix(strings.TrimPrefix(operator, c.Of), "Path")]
	if c.Of == "Timestamp" {
		x, y = fcall("toMillis", x), fcall("toMillis", y)
	}
	return binary(op, x, y)
}

const timestampForm = `^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?(Z|[-+][0-9]{2}:[0-9]{2})$`

// patternOf is a pattern of StringMatches as a regular expression: * stands for
// any text, \* for itself.
func patternOf(p string) string {
	var b strings.Builder
	b.WriteString("^")
	for i := 0; i < len(p); i++ {
		switch {
		case p[i] == '\\' && i+1 < len(p):
			i++
			b.WriteString(regexp.QuoteMeta(p[i : i+1]))
		case p[i] == '*':
			b.WriteString(".*")
		default:
			b.WriteString(regexp.QuoteMeta(p[i : i+1]))
		}
	}
	b.WriteString("$")
	return strings.ReplaceAll(b.String(), "/", `\/`)
}
