package importer

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclwrite"

	"github.com/pipectl/pipectl/asl"
)

// A writer writes the source.
type writer struct {
	m     *importer
	b     strings.Builder
	level int
	marks []mark
}

// A mark is where the text of an item begins and ends, by lines from 1.
type mark struct {
	item       *item
	start, end int
	depth      int
}

func (w *writer) line(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	w.b.WriteString(strings.Repeat("  ", w.level) + text + "\n")
}

func (w *writer) open(format string, args ...any) {
	w.line(format+" {", args...)
	w.level++
}

func (w *writer) close() {
	w.level--
	w.line("}")
}

func (w *writer) gap() {
	text := w.b.String()
	if !strings.HasSuffix(text, "{\n") && !strings.HasSuffix(text, "\n\n") {
		w.b.WriteByte('\n')
	}
}

// write gives the text of the pipeline, formatted, and where its items stand.
func (m *importer) write(of *asl.Machine) ([]byte, []mark) {
	w := &writer{m: m}
	w.open("pipeline %s", quote(m.opts.Name))
	if of.Comment != "" {
		w.line("description = %s", quote(of.Comment))
	}
	if m.opts.Express {
		w.line("type = %s", quote("express"))
	}
	if n, ok := of.TimeoutSeconds.(asl.Number); ok {
		if c, ok := durationOr(constant{n}).(constant); ok {
			w.line("timeout = %s", (&printer{}).constant(c.v))
		}
	}
	if len(m.inputs) > 0 {
		w.gap()
	}
	var all []*input
	for _, in := range m.inputs {
		all = append(all, in)
	}
	slices.SortFunc(all, func(a, b *input) int { return cmp.Compare(a.name, b.name) })
	for _, in := range all {
		if in.required {
			w.line("input %s {}", quote(in.name))
		} else {
			w.line("input %s { default = null }", quote(in.name))
		}
	}
	for _, d := range m.defaults {
		w.gap()
		if d.kind == "" {
			w.open("defaults")
		} else {
			w.open("defaults %s", quote(d.kind))
		}
		for _, r := range d.retry {
			w.retry(r)
		}
		w.close()
	}
	w.body(m.root)
	if m.output != nil && keyOf(m.output) != keyOf(constant{asl.Object{}}) {
		w.gap()
		p := &printer{in: m.root}
		w.line("output = %s", p.expr(m.output, w.level, 11))
		m.complain("", p.wrong)
	}
	w.close()
	return bytes.TrimLeft(hclwrite.Format([]byte(w.b.String())), "\n"), w.marks
}

func (m *importer) complain(state string, wrong []string) {
	m.broken = append(m.broken, wrong...)
	for _, why := range wrong {
		if state == "" {
			m.note("in the pipeline's output: %s", why)
		} else {
			m.note("in %q: %s", state, why)
		}
	}
}

func (w *writer) body(b *body) {
	for _, it := range b.items {
		w.gap()
		w.item(b, it)
	}
}

func (w *writer) now() int { return strings.Count(w.b.String(), "\n") + 1 }

func (w *writer) item(b *body, it *item) {
	start := w.now()
	defer func() { w.marks = append(w.marks, mark{it, start, w.now() - 1, w.level}) }()
	kind := it.block
	if kind == "" {
		w.open("task %s %s", quote(it.kind), quote(it.name))
	} else {
		w.open("%s %s", kind, quote(it.name))
	}
	if it.note != "" {
		w.line("description = %s", quote(it.note))
	}
	in := b
	for _, a := range it.attrs {
		from := in
		w.attr(it, from, a.name, a.v)
	}
	var after []string
	mentioned := it.mentions()
	for _, a := range it.after {
		if !mentioned[a] {
			after = append(after, "task."+a.name)
		}
	}
	if len(after) > 0 {
		w.line("depends_on = [%s]", strings.Join(after, ", "))
	}
	if it.poll != nil {
		w.poll(b, it)
	}
	switch it.block {
	case "stage", "map", "sequence":
		w.body(it.bodies[0])
	case "choice":
		for _, c := range it.bodies {
			w.caseOf(it, c)
		}
	}
	w.output(it)
	for _, r := range it.retry {
		w.retry(r)
	}
	for _, k := range it.catches {
		w.catch(it, k)
	}
	w.close()
}

func (w *writer) attr(it *item, in *body, name string, v value) {
	p := &printer{in: in}
	w.line("%s = %s", name, p.expr(v, w.level, 2*w.level+len(name)+3))
	w.m.complain(it.state, p.wrong)
}

func (w *writer) caseOf(it *item, c *body) {
	if c.label == "default" {
		if len(c.items) == 0 && len(it.slots) == 0 && !it.cased {
			return
		}
		w.gap()
		if len(c.items) == 0 && (len(it.slots) == 0 || c.fails) {
			w.line("default {}")
			return
		}
		w.open("default")
	} else {
		w.gap()
		w.open("case %s", quote(c.label))
		w.attr(it, it.in, "when", c.when)
	}
	w.body(c)
	if !c.fails {
		w.slots(it, c, slices.Index(it.bodies, c), nil)
	}
	w.close()
}

// slots writes the output of one of an item's ways out.
func (w *writer) slots(it *item, in *body, way int, self *item) {
	if len(it.slots) == 0 {
		return
	}
	p := &printer{in: in, self: self}
	v := it.given(way)
	if len(w.b.String()) > 0 && len(in.items) > 0 {
		w.gap()
	}
	w.line("output = %s", p.expr(v, w.level, 2*w.level+9))
	w.m.complain(it.state, p.wrong)
}

// given is what an item gives by one of its ways out.
func (it *item) given(way int) value {
	pick := func(s *slot) value {
		if s.alts[way] == nil {
			return absent
		}
		return guarded(s.alts[way])
	}
	if len(it.slots) == 1 && it.slots[0].name == "" {
		return pick(it.slots[0])
	}
	o := &object{}
	for _, s := range it.slots {
		o.members = append(o.members, named{s.name, pick(s)})
	}
	return o
}

// guarded is a value that leaves an item: where it is not there it is null, as
// nobody may ever read it.
func guarded(v value) value {
	switch x := v.(type) {
	case *taken:
		if v := guarded(x.x); keyOf(v) != keyOf(x.x) {
			return v // null on other ways too
		}
	case ref:
		sure := len(x.path) == 0 || x.root.what == rootInput && len(x.path) == 1 || x.root.what == rootText
		if !sure {
			return call("try", v, absent)
		}
	case *element:
		if selected(x.x) {
			return call("try", v, absent)
		}
	default:
	}
	return v
}

// selected: the value is only looked up, which try can be put around.
func selected(v value) bool {
	switch x := v.(type) {
	case ref, loopVar:
		return true
	case *element:
		return selected(x.x)
	default:
		return false
	}
}

// output writes what an item gives where nothing went wrong.
func (w *writer) output(it *item) {
	switch {
	case it.block == "map":
		if it.wanted {
			in := it.bodies[0]
			p := &printer{in: in}
			w.gap()
			w.line("output = %s", p.expr(it.gives, w.level, 2*w.level+9))
			w.m.complain(it.state, p.wrong)
		}
	case it.block == "stage":
		w.slots(it, it.bodies[0], 0, nil)
	case it.block == "" && len(it.slots) > 0:
		if keyOf(it.given(0)) != keyOf(outputOf(it)) {
			w.slots(it, it.in, 0, it)
		}
	}
}

func (w *writer) retry(r retrier) {
	w.gap()
	w.open("retry")
	w.line("on = %s", quotes(r.on))
	number := func(v asl.Value, name string) {
		if n, ok := v.(asl.Number); ok {
			w.line("%s = %s", name, string(n))
		}
	}
	duration := func(v asl.Value, name string) {
		if n, ok := v.(asl.Number); ok {
			if c, ok := durationOr(constant{n}).(constant); ok {
				w.line("%s = %s", name, (&printer{}).constant(c.v))
			}
		}
	}
	number(r.attempts, "attempts")
	duration(r.interval, "interval")
	number(r.backoff, "backoff")
	duration(r.max, "max_delay")
	if r.jitter {
		w.line("jitter = true")
	}
	w.close()
}

func quotes(list []string) string {
	var out []string
	for _, s := range list {
		out = append(out, quote(s))
	}
	return "[" + strings.Join(out, ", ") + "]"
}

func (w *writer) catch(it *item, k *catch) {
	w.gap()
	w.open("catch")
	w.line("on = %s", quotes(k.on))
	if k.then != "fail" {
		w.line("then = %s", quote(k.then))
	}
	w.body(k.body)
	if k.then == "continue" {
		w.slots(it, k.body, k.end, nil)
	}
	if k.gives != nil {
		p := &printer{in: k.body}
		w.line("output = %s", p.expr(k.gives, w.level, 2*w.level+9))
		w.m.complain(it.state, p.wrong)
	}
	w.close()
}

func (w *writer) poll(b *body, it *item) {
	w.gap()
	w.open("poll")
	p := &printer{in: b, poll: it}
	add := func(name string, v value) {
		if v != nil {
			w.line("%s = %s", name, p.expr(v, w.level, 2*w.level+len(name)+3))
		}
	}
	if it.poll.call != "" {
		add("call", text(it.poll.call))
		add("arguments", it.poll.arguments)
	}
	add("every", it.poll.every)
	add("delay", it.poll.delay)
	add("until", it.poll.until)
	w.m.complain(it.state, p.wrong)
	w.close()
}

// mentions are the items of the same body that an item, or what is in it, reads.
func (it *item) mentions() map[*item]bool {
	out := map[*item]bool{}
	look := func(v value) {
		visit(v, func(v value) {
			switch x := v.(type) {
			case ref:
				if x.root.item != nil && x.root.what != rootError {
					out[x.root.item] = true
				}
			case *phi:
				out[x.item] = true
			default:
			}
		})
	}
	var walk func(it *item)
	inside := func(b *body) {
		look(b.when)
		for _, i := range b.items {
			walk(i)
		}
	}
	walk = func(it *item) {
		for _, a := range it.attrs {
			look(a.v)
		}
		if it.poll != nil {
			look(it.poll.until)
			look(it.poll.every)
			look(it.poll.arguments)
		}
		for _, b := range it.bodies {
			inside(b)
		}
		for _, k := range it.catches {
			inside(k.body)
			look(k.gives)
		}
		for i := range max(1, len(it.bodies)) {
			if len(it.slots) > 0 && (it.block == "choice" || i == 0) {
				look(it.given(i))
			}
		}
		for _, k := range it.catches {
			if k.then == "continue" && len(it.slots) > 0 {
				look(it.given(k.end))
			}
		}
		if it.wanted {
			look(it.gives)
		}
	}
	walk(it)
	return out
}
