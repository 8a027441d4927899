package importer

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/pipectl/pipectl/asl"
)

// A printer writes values as HCL, as seen from one place.
type printer struct {
	in    *body // where the value stands
	self  *item // the task whose result is called "result", or nil
	poll  *item // the task whose poll it stands in, or nil
	wrong []string
}

// identifier are the names that HCL takes without quotes.
var identifier = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*$`)

const width = 110

// expr writes a value that begins at a column, on lines that are indented by
// two spaces a level.
func (p *printer) expr(v value, level, column int) string {
	line := p.line(v)
	if len(line)+column <= width && !strings.Contains(line, "\n") {
		return line
	}
	pad := strings.Repeat("  ", level+1)
	end := strings.Repeat("  ", level)
	switch x := objectForm(v).(type) {
	case *object:
		if len(x.members) == 0 || x.alias {
			break
		}
		var b strings.Builder
		open, closing := "{\n", end+"}"
		if x.base != nil {
			open, closing = "merge("+p.expr(baseOf(x), level, column+6)+", {\n", end+"})"
		}
		b.WriteString(open)
		for _, m := range x.members {
			key := keyText(m.name)
			b.WriteString(pad + key + " = " + p.expr(m.v, level+1, len(pad)+len(key)+3) + "\n")
		}
		b.WriteString(closing)
		return b.String()
	case *tuple:
		if len(x.items) == 0 {
			break
		}
		var b strings.Builder
		b.WriteString("[\n")
		for _, i := range x.items {
			b.WriteString(pad + p.expr(i, level+1, len(pad)) + ",\n")
		}
		b.WriteString(end + "]")
		return b.String()
	case *function:
		if len(x.args) == 1 && !strings.HasPrefix(x.name, "(") {
			return x.name + "(" + p.expr(x.args[0], level, column+len(x.name)+1) + ")"
		}
		if last := len(x.args) - 1; last > 0 {
			if _, ok := objectForm(x.args[last]).(*object); ok {
				var args []string
				for _, a := range x.args[:last] {
					args = append(args, p.line(a))
				}
				return x.name + "(" + strings.Join(args, ", ") + ", " + p.expr(x.args[last], level, width) + ")"
			}
		}
	case *foreign:
		if len(x.see) > 0 {
			return "jsonata(" + quote(x.text) + ", " + p.expr(&object{members: x.see}, level, width) + ")"
		}
	default:
	}
	return line
}

// objectForm is a constant object or list as one that is built.
func objectForm(v value) value {
	c, ok := v.(constant)
	if !ok {
		return v
	}
	switch x := c.v.(type) {
	case asl.Object:
		o := &object{}
		for _, m := range x {
			o.members = append(o.members, named{m.Key, constant{m.Value}})
		}
		return o
	case asl.Array:
		t := &tuple{}
		for _, i := range x {
			t.items = append(t.items, constant{i})
		}
		return t
	default:
		return v
	}
}

func keyText(name string) string {
	if identifier.MatchString(name) && name != "for" {
		return name
	}
	return quote(name)
}

// quote is a text in quotes.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, c := range s {
		switch {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteRune(c)
		case c == '\n':
			b.WriteString(`\n`)
		case c == '\r':
			b.WriteString(`\r`)
		case c == '\t':
			b.WriteString(`\t`)
		case c < ' ' || c == 0x7f || c == 0xfeff:
			fmt.Fprintf(&b, `\u%04x`, c)
		default:
			b.WriteRune(c)
		}
	}
	b.WriteByte('"')
	return escapeTemplate(b.String())
}

func escapeTemplate(s string) string {
	return strings.NewReplacer("${", "$${", "%{", "%%{").Replace(s)
}

// precedence of HCL's operators, the tightest last.
var precedence = map[string]int{
	"||": 1, "&&": 2, "==": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5, "*": 6, "/": 6, "%": 6,
}

func precedenceOf(v value) int {
	switch x := v.(type) {
	case *operation:
		if x.y == nil {
			return 7
		}
		return precedence[x.op]
	case *conditional, *taken:
		return 0
	default:
		return 8
	}
}

func (p *printer) line(v value) string {
	switch x := v.(type) {
	case nil:
		return "null"
	case constant:
		return p.constant(x.v)
	case ref:
		return p.ref(x)
	case loopVar:
		return x.name + pathText(x.path)
	case hole:
		p.wrong = append(p.wrong, x.why)
		return "null"
	case *taken:
		return p.line(&conditional{x.when, x.x, absent})
	case *attributes, *attribute:
		p.wrong = append(p.wrong, "attribute values of DynamoDB are read as they are")
		return "null"
	case *object:
		var parts []string
		for _, m := range x.members {
			parts = append(parts, keyText(m.name)+" = "+p.line(m.v))
		}
		text := "{ " + strings.Join(parts, ", ") + " }"
		if len(parts) == 0 {
			text = "{}"
		}
		if x.alias {
			return p.line(x.base)
		}
		if x.base != nil {
			return "merge(" + p.line(baseOf(x)) + ", " + text + ")"
		}
		return text
	case *tuple:
		return "[" + p.list(x.items) + "]"
	case *template:
		var b strings.Builder
		b.WriteByte('"')
		for _, part := range x.parts {
			if c, ok := part.(constant); ok {
				if s, ok := c.v.(asl.String); ok {
					q := quote(string(s))
					b.WriteString(q[1 : len(q)-1])
					continue
				}
			}
			b.WriteString("${" + p.line(part) + "}")
		}
		b.WriteByte('"')
		return b.String()
	case *function:
		return x.name + "(" + p.list(x.args) + ")"
	case *operation:
		if x.y == nil {
			return x.op + p.operand(x.x, 7)
		}
		level := precedence[x.op]
		return p.operand(x.x, level) + " " + x.op + " " + p.operand(x.y, level+1)
	case *conditional:
		return p.operand(x.cond, 1) + " ? " + p.operand(x.then, 1) + " : " + p.operand(x.otherwise, 0)
	case *loop:
		text := "[for " + x.name + " in " + p.line(x.list) + " : " + p.line(x.body)
		if x.cond != nil {
			text += " if " + p.line(x.cond)
		}
		return text + "]"
	case *element:
		return p.operand(x.x, 8) + "[" + p.line(x.index) + "]"
	case *foreign:
		if len(x.see) == 0 {
			return "jsonata(" + quote(x.text) + ")"
		}
		return "jsonata(" + quote(x.text) + ", " + p.line(&object{members: x.see}) + ")"
	case *phi:
		return p.phi(x)
	}
	panic("importer: a kind of value is unknown to the printer")
}

// baseOf is what an object's members go over: what is not there yet is made.
func baseOf(o *object) value {
	if r, ok := o.base.(ref); ok && len(r.path) > 0 {
		return call("try", r, &object{})
	}
	return o.base
}

func (p *printer) operand(v value, level int) string {
	text := p.line(v)
	if precedenceOf(v) < level {
		return "(" + text + ")"
	}
	return text
}

func (p *printer) list(vs []value) string {
	var parts []string
	for _, v := range vs {
		parts = append(parts, p.line(v))
	}
	return strings.Join(parts, ", ")
}

func (p *printer) constant(v asl.Value) string {
	switch x := v.(type) {
	case nil, asl.Null:
		return "null"
	case asl.Bool:
		if x {
			return "true"
		}
		return "false"
	case asl.Number:
		return string(x)
	case asl.String:
		return quote(string(x))
	case asl.Code:
		p.wrong = append(p.wrong, "code in a constant")
		return "null"
	default:
		return p.line(objectForm(constant{v}))
	}
}

func pathText(path []string) string {
	var b strings.Builder
	for _, name := range path {
		switch {
		case strings.HasPrefix(name, "[") && strings.HasSuffix(name, "]"):
			b.WriteString(name)
		case identifier.MatchString(name):
			b.WriteString("." + name)
		default:
			b.WriteString("[" + quote(name) + "]")
		}
	}
	return b.String()
}

func (p *printer) ref(x ref) string {
	switch x.root.what {
	case rootInput:
		if len(x.path) > 0 && identifier.MatchString(x.path[0]) && len(x.path[0]) <= longestName && x.path[0] != "pipectl" {
			return "input." + x.path[0] + pathText(x.path[1:])
		}
		return "run.input" + pathText(x.path)
	case rootOutput:
		if p.poll != nil && x.root.item == p.poll.poll.started {
			return "started" + pathText(x.path)
		}
		if x.root.item == p.self || x.root.item == p.poll && p.poll != nil {
			return "result" + pathText(x.path)
		}
		base := "task." + x.root.item.name + ".output"
		if w := x.root.item.whole; w != nil && w.name != "" {
			base += pathText([]string{w.name})
		}
		return base + pathText(x.path)
	case rootCase:
		return "task." + x.root.item.name + ".output.case"
	case rootEach:
		return p.each(x.root.item) + ".value" + pathText(x.path)
	case rootIndex:
		return p.each(x.root.item) + ".index"
	case rootKey:
		return p.each(x.root.item) + ".key"
	case rootError:
		if k := p.in.caught(); k == nil || k.owner != x.root.item && k.owner != x.root.item.handled {
			p.wrong = append(p.wrong, "an error is read where it is not known")
		}
		return x.root.text
	case rootText:
		return x.root.text + pathText(x.path)
	}
	panic("importer: a root is unknown")
}

// each is "each" of a map around, as it is called here.
func (p *printer) each(m *item) string {
	out := "each"
	for b := p.in; b != nil && b.owner != nil; b = b.owner.in {
		if b.owner == m {
			return out
		}
		if b.owner.block == "map" {
			out += ".parent"
		}
	}
	p.wrong = append(p.wrong, "an element is read outside of its map")
	return out
}

// caught is the body of the innermost catch that a body is, or stands in.
func (b *body) caught() *body {
	for ; b != nil; b = b.owner.in {
		if b.catch != nil {
			return b
		}
		if b.owner == nil {
			break
		}
	}
	return nil
}

func (p *printer) phi(x *phi) string {
	s := x.item.slot(x)
	base := "task." + x.item.name + ".output"
	if x.item.block == "choice" {
		base += ".output"
	}
	if s.name == "" {
		return base
	}
	return base + pathText([]string{s.name})
}

// slot is the one of a value that leaves an item.
func (it *item) slot(x *phi) *slot {
	key := keyOf(x)
	i := slices.IndexFunc(it.slots, func(s *slot) bool { return s.key == key })
	if i < 0 {
		panic("importer: a value leaves " + it.name + " that was not asked for")
	}
	return it.slots[i]
}
